using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>A row whose figure is not told: all that is the figure, or follows from it, or from the count beneath it.</summary>
internal static class UntoldFigure
{
    /// <summary>The row without its figure.</summary>
    /// <param name="row">The row.</param>
    /// <param name="note">Why the figure is not told.</param>
    public static MeasureRow Of(MeasureRow row, string note) => row with
    {
        Value = null,
        Corrected = null,
        Low = null,
        High = null,
        Statistic = null,
        Df = null,
        PValue = null,
        PAdjusted = null,
        Detectable = null,
        NeededForWithin = null,
        NeededForExceeds = null,
        ExpectedByChance = null,
        Note = note,
    };
}
