using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>A figure of a scope: which row it fills, how it is computed from a cube, and what is known of it without resampling.</summary>
internal sealed class Figure
{
    /// <summary>The row's keys, sizes and denominators.</summary>
    public required MeasureRow Row { get; init; }

    /// <summary>The measure.</summary>
    public Measure Measure => MeasureCatalogue.Of(Row.Measure);

    /// <summary>The figure of a cube, NaN where undefined; null where it does not come from a cube.</summary>
    public Func<CountCube, double>? Value { get; init; }

    /// <summary>The figure with an interval of its distribution; null where only resampling gives one.</summary>
    public Estimate? Known { get; set; }

    /// <summary>The figure with the interval that its row has; null before that is made.</summary>
    public Estimate? Estimate { get; set; }

    /// <summary>The focal group that is permuted with the reference; null where no permutation test applies.</summary>
    public int? Permuted { get; init; }

    /// <summary>What the figure is made of where it is a distance, which cannot be negative; null for what is signed.</summary>
    public Distance? Distance { get; init; }

    /// <summary>Whether the mean over items is a row too.</summary>
    public bool OverItems { get; init; }

    /// <summary>
    /// Whether the mean over items has the mean of the items' intervals and no test: the figure's null is not 0, or it is the
    /// largest of several.
    /// </summary>
    public bool MeanOfIntervals { get; init; }

    /// <summary>Whether a tolerance or a minimum applies.</summary>
    public bool Judged { get; init; }

    /// <summary>Whether draws are needed although the interval is known: another figure is made of them.</summary>
    public bool AlsoDrawn { get; set; }

    /// <summary>Why the figure is undefined where its value is.</summary>
    public string Reason { get; init; } = "A denominator is 0.";

    /// <summary>Whether a study draws it: it has no other interval here, another is made of its draws, or items share students.</summary>
    public bool IsDrawn(Scope scope) =>
        Value is not null && Distance is null && (Known is null || scope.Clustered || AlsoDrawn || (scope.SharesStudents && OverItems));

    /// <summary>The figure over the bootstrap.</summary>
    public Draws? Bootstrap { get; set; }

    /// <summary>The figure over the permutations.</summary>
    public Draws? Permutation { get; set; }

    /// <summary>What tells a figure from others of a scope; the same for the same figure of another item.</summary>
    public FigureKey Key => new(Row.Measure, Row.OfMeasure, Row.Direction, Row.ComparedWith, Row.Level, Row.Basis, Row.Aggregation, Row.Group, Row.Contrast);
}

/// <summary>What tells a figure from others of a scope.</summary>
internal readonly record struct FigureKey(
    string Measure, string? OfMeasure, string? Direction, string? ComparedWith, int? Level, string? Basis, string? Aggregation, string? Group,
    string? Contrast);
