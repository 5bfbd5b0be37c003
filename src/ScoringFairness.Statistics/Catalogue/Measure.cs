using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Catalogue;

/// <summary>
/// An entry of the catalogue: all that is said of a measure beside its figures. The report, the comparison, gates, sentences,
/// the form of tolerances and suppression read it, so that a measure is known by its entry and nowhere else.
/// </summary>
public sealed record Measure
{
    /// <summary>The code, as it stands in rows, requests and policies.</summary>
    public required string Code { get; init; }

    /// <summary>The measure in plain words, within a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>What it helps to answer.</summary>
    public required Question Question { get; init; }

    /// <summary>What it is counted in, and its tolerance too.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Whether it is a difference whose sign tells a direction.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>The suppression rule: what of its rows would tell the count of a cell of the score tables.</summary>
    public required CellCounts Cells { get; init; }

    /// <summary>The tolerance δ where nobody asks for another; null: it has none.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The least acceptable value; null: it has none.</summary>
    public double? Minimum { get; init; }

    /// <summary>Whether a least acceptable value may be asked for, although there is none by itself.</summary>
    public bool TakesMinimum { get => field || Minimum is not null; init; }

    /// <summary>Whether its rows may have a verdict.</summary>
    public bool IsJudged => Tolerance is not null || TakesMinimum;

    /// <summary>Which of its rows stand for it where one must: of several bases and aggregations these, of all levels together.</summary>
    public RowForm Main { get; init; } = new();

    /// <summary>How its main row answers its question, where it is one of the three that every report answers first.</summary>
    public Primary? Primary { get; init; }

    /// <summary>Whether it is told of a trained scorer's scores before they were brought onto the scale too.</summary>
    public bool HasForms { get; init; }

    /// <summary>Whether it compares groups at the same human score, which holds error.</summary>
    public bool IsGivenHuman { get; init; }

    /// <summary>Whether human scores have it without a machine's.</summary>
    public bool IsOfHuman { get; init; }

    /// <summary>The columns that it fills in the report's tables of many measures.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>How a study computes it from this entry alone; null: a section of the study has its own way.</summary>
    internal MeasureForm? Form { get; init; }

    /// <summary>The figure of a contrast of which, among three groups or more, the largest absolute value is told.</summary>
    internal Func<CountCube, int, int, double>? Contrast { get; init; }

    /// <summary>How it is set beside the agreement of two human raters; null: it is not.</summary>
    internal RaterComparison? Raters { get; init; }
}
