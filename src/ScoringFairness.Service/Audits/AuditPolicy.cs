using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Audits;

/// <summary>What an audit is run with where the request is silent.</summary>
internal static class AuditPolicy
{
    public const int Folds = 3;
    public const int Repeats = 1;
    public const long Seed = 17;
    public const int Bootstrap = 2000;
    public const double Confidence = 0.95;
    public const int MinGroupSize = 30;
    public const int MinCellSize = SmallCells.Least;

    /// <summary>Tolerances by measure. 0.2 for a mean score gap is the rule of Latif, Zhai and Liu (arXiv 2312.10833).</summary>
    public static IReadOnlyDictionary<string, double> Tolerances { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        [MeasureCodes.AccuracyDifference] = 0.05,
        [MeasureCodes.SplitAccuracyDifference] = 0.05,
        [MeasureCodes.MeanScoreGap] = 0.2,
        [MeasureCodes.MeanScoreGapChange] = 0.1,
        [MeasureCodes.EqualizedOdds] = 0.1,
        [MeasureCodes.EqualizedOddsTotalVariation] = 0.1,
        [MeasureCodes.Smd] = 0.15,
        [MeasureCodes.Dsm] = 0.1,
    };

    /// <summary>
    /// Least agreement that is customary (Williamson, Xi, Breyer 2012, Educational Measurement 31(1), 2–13): QWK and correlation
    /// of .70, and no more than .10 below two human raters.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Minimums { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        [MeasureCodes.Qwk] = 0.7,
        [MeasureCodes.Correlation] = 0.7,
        [MeasureCodes.Degradation(MeasureCodes.Qwk)] = -0.1,
        [MeasureCodes.Degradation(MeasureCodes.Correlation)] = -0.1,
    };

    /// <summary>The measures whose tolerance is in score points; the others are shares of responses.</summary>
    public static bool IsInPoints(string measure) => measure is MeasureCodes.MeanScoreGap or MeasureCodes.MeanScoreGapChange;

    /// <summary>The reference group of an attribute where the request names none; null: the largest group.</summary>
    public static string? Reference(string attribute) =>
        string.Equals(attribute, "gender", StringComparison.OrdinalIgnoreCase) ? "male" : null;
}
