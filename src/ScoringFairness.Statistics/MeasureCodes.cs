namespace ScoringFairness.Statistics;

/// <summary>The codes of the measures, as they stand in <see cref="MeasureRow.Measure"/>.</summary>
public static class MeasureCodes
{
    /// <summary>Share of responses whose machine level equals the human level.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Accuracy of the reference group minus that of the focal group.</summary>
    public const string AccuracyDifference = "accuracyDifference";

    /// <summary>Accuracy of one training split minus that of another, on the same responses.</summary>
    public const string SplitAccuracyDifference = "splitAccuracyDifference";

    /// <summary>Mean score.</summary>
    public const string MeanScore = "meanScore";

    /// <summary>Mean score of the reference group minus that of the focal group.</summary>
    public const string MeanScoreGap = "meanScoreGap";

    /// <summary>Mean score gap of the machine minus that of the human.</summary>
    public const string MeanScoreGapChange = "meanScoreGapChange";

    /// <summary>P(machine = k | human = k).</summary>
    public const string TruePositiveRate = "truePositiveRate";

    /// <summary>P(machine = k | human ≠ k).</summary>
    public const string FalsePositiveRate = "falsePositiveRate";

    /// <summary>True positive rate of the reference group minus that of the focal group.</summary>
    public const string TruePositiveRateDifference = "truePositiveRateDifference";

    /// <summary>False positive rate of the reference group minus that of the focal group.</summary>
    public const string FalsePositiveRateDifference = "falsePositiveRateDifference";

    /// <summary>Equalized odds difference.</summary>
    public const string EqualizedOdds = "equalizedOdds";
}
