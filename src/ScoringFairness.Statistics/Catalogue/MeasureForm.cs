using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Catalogue;

/// <summary>A way to compute figures that many measures share: the study has one loop for each.</summary>
internal abstract record MeasureForm
{
    /// <summary>Why a figure is undefined where its value is.</summary>
    public string Reason { get; init; } = "A denominator is 0.";

    /// <summary>Of the moments of human and machine scores, overall and by group, with a bootstrap interval.</summary>
    /// <param name="Value">The measure.</param>
    internal sealed record OfMoments(Func<JointMoments, double> Value) : MeasureForm
    {
        /// <summary>The measure of two human raters, where their difference has another spread to be seen against.</summary>
        public Func<JointMoments, double>? OfRaters { get; init; }
    }

    /// <summary>Of the counts of some groups together, overall and by group, with a bootstrap interval.</summary>
    /// <param name="Value">The measure.</param>
    internal sealed record OfCounts(Func<CountCube, IReadOnlyList<int>, double> Value) : MeasureForm;

    /// <summary>A rate, overall and by group, with Wilson's interval.</summary>
    /// <param name="Rate">The hits of a group.</param>
    internal sealed record OfRate(Func<CountCube, int, Rate> Rate) : MeasureForm;

    /// <summary>A contrast, reference minus focal, with a bootstrap interval.</summary>
    /// <param name="Value">The measure.</param>
    internal sealed record OfContrast(Func<CountCube, int, int, double> Value) : MeasureForm;

    /// <summary>A difference of means, reference minus focal, with Welch's interval.</summary>
    /// <param name="Value">The measure.</param>
    /// <param name="Scores">The scores whose means are subtracted.</param>
    internal sealed record OfMeans(Func<CountCube, int, int, double> Value, Func<JointMoments, Moments> Scores) : MeasureForm;
}

/// <summary>How a measure is set beside the agreement of two human raters.</summary>
/// <param name="IsSubtracted">Whether the machine's minus the raters' is a measure too.</param>
/// <param name="Least">The least acceptable difference; null: it has none.</param>
/// <param name="Heading">The difference's heading in the report; null: it is not shown there.</param>
internal sealed record RaterComparison(bool IsSubtracted = true, double? Least = null, string? Heading = null);
