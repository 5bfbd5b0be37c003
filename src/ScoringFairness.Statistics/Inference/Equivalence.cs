namespace ScoringFairness.Statistics.Inference;

/// <summary>Whether a difference lies inside ±δ.</summary>
internal static class Equivalence
{
    /// <summary>
    /// Two one-sided tests (Schuirmann 1987, J. Pharmacokinetics and Biopharmaceutics 15, 657–680): p is the larger of the two
    /// against −δ and δ; the interval that goes with it has coverage 1 − 2α.
    /// </summary>
    public static Estimate Of(double difference, double standardError, double tolerance, double confidence)
    {
        if (standardError == 0)
        {
            return Estimate.WithoutSpread(difference, "wald", "No draw differs from another; there is nothing to test.");
        }
        var half = Distributions.NormalCritical(2 * confidence - 1) * standardError;
        var nearer = (tolerance - Math.Abs(difference)) / standardError;
        return new Estimate
        {
            Value = difference,
            Low = difference - half,
            High = difference + half,
            StandardError = standardError,
            Method = "wald",
            Test = "tost",
            Statistic = nearer,
            PValue = Distributions.NormalUpper(nearer),
            Note = FormattableString.Invariant(
                $"A small p says that the difference lies inside ±{tolerance}; interval of coverage {2 * confidence - 1:0.###}."),
        };
    }
}
