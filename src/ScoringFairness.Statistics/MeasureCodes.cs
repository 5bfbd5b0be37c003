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

    /// <summary>The same difference with the test that it lies inside the tolerance (two one-sided tests).</summary>
    public const string SplitAccuracyEquivalence = "splitAccuracyEquivalence";

    /// <summary>Mean score.</summary>
    public const string MeanScore = "meanScore";

    /// <summary>Mean score of the reference group minus that of the focal group.</summary>
    public const string MeanScoreGap = "meanScoreGap";

    /// <summary>The mean score gap in pooled standard deviations of the human scores.</summary>
    public const string StandardizedMeanScoreGap = "standardizedMeanScoreGap";

    /// <summary>Mean score gap of the machine minus that of the human.</summary>
    public const string MeanScoreGapChange = "meanScoreGapChange";

    /// <summary>P(machine = k | human = k), or P(machine ≥ k | human ≥ k) by cut.</summary>
    public const string TruePositiveRate = "truePositiveRate";

    /// <summary>P(machine = k | human ≠ k), or P(machine ≥ k | human &lt; k) by cut.</summary>
    public const string FalsePositiveRate = "falsePositiveRate";

    /// <summary>True positive rate of the reference group minus that of the focal group.</summary>
    public const string TruePositiveRateDifference = "truePositiveRateDifference";

    /// <summary>False positive rate of the reference group minus that of the focal group.</summary>
    public const string FalsePositiveRateDifference = "falsePositiveRateDifference";

    /// <summary>Equalized odds difference.</summary>
    public const string EqualizedOdds = "equalizedOdds";

    /// <summary>Mean over human levels of the total variation distance of the groups' machine scores.</summary>
    public const string EqualizedOddsTotalVariation = "equalizedOddsTotalVariation";

    /// <summary>P(machine ≥ k) of the reference group minus that of the focal group.</summary>
    public const string DemographicParityDifference = "demographicParityDifference";

    /// <summary>Quadratic weighted kappa.</summary>
    public const string Qwk = "qwk";

    /// <summary>Cohen's kappa.</summary>
    public const string Kappa = "kappa";

    /// <summary>Share of responses with the human's level: accuracy under the assessment field's name.</summary>
    public const string ExactAgreement = "exactAgreement";

    /// <summary>Share of responses within one point of the human score.</summary>
    public const string AdjacentAgreement = "adjacentAgreement";

    /// <summary>Pearson's correlation.</summary>
    public const string Correlation = "correlation";

    /// <summary>Root mean squared error.</summary>
    public const string Rmse = "rmse";

    /// <summary>1 − SSE/SST.</summary>
    public const string R2 = "r2";

    /// <summary>Standardised mean difference, machine minus human.</summary>
    public const string Smd = "smd";

    /// <summary>Difference between standardised means of a group.</summary>
    public const string Dsm = "dsm";

    /// <summary>Overall score accuracy: adjusted R² of squared error on groups.</summary>
    public const string Osa = "osa";

    /// <summary>Overall score difference: adjusted R² of error on groups.</summary>
    public const string Osd = "osd";

    /// <summary>Conditional score difference: adjusted R² that groups add to the human score.</summary>
    public const string Csd = "csd";

    /// <summary>Proportional reduction in mean squared error against the true score.</summary>
    public const string Prmse = "prmse";

    /// <summary>Model absolute density distance.</summary>
    public const string Madd = "madd";

    /// <summary>Expected calibration error.</summary>
    public const string ExpectedCalibrationError = "expectedCalibrationError";

    /// <summary>Log odds ratio of a higher score, reference minus focal, at the same human score.</summary>
    public const string DifUniform = "difUniform";

    /// <summary>Difference of the slopes on the human score, reference minus focal.</summary>
    public const string DifNonUniform = "difNonUniform";

    /// <summary>Change of Nagelkerke's R² by group and group × human score, with the Jodoin–Gierl class.</summary>
    public const string DifEffectSize = "difEffectSize";

    private const string CoefficientSuffix = "Coefficient";
    private const string HumanHumanPrefix = "humanHuman";
    private const string DegradationPrefix = "degradation";

    /// <summary>The group coefficients of osa, osd or csd: <c>osaCoefficient</c>, …</summary>
    public static string CoefficientOf(string regression) => regression + CoefficientSuffix;

    /// <summary>A measure of agreement between two human raters: <c>humanHumanQwk</c>, …</summary>
    public static string HumanHuman(string measure) => Prefixed(HumanHumanPrefix, measure);

    /// <summary>Human–machine minus human–human agreement: <c>degradationQwk</c>, …</summary>
    public static string Degradation(string measure) => Prefixed(DegradationPrefix, measure);

    private static string Prefixed(string prefix, string measure)
    {
        ArgumentException.ThrowIfNullOrEmpty(measure);
        return prefix + char.ToUpperInvariant(measure[0]) + measure[1..];
    }
}
