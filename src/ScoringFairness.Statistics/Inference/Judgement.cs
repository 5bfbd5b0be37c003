namespace ScoringFairness.Statistics.Inference;

/// <summary>From an interval and a tolerance to a verdict.</summary>
internal static class Judgement
{
    private const double OddsLevel = 0.05;

    /// <summary>
    /// within: the interval lies inside ±δ; exceeds: it lies outside; inconclusive: it straddles δ; undefined: there is none.
    /// </summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="tolerance">δ.</param>
    /// <param name="permutationP">
    /// For an odds figure, which cannot be negative and is biased upward: the permutation p that exceeds needs below .05.
    /// </param>
    public static Verdict Of(double? low, double? high, double tolerance, double? permutationP = null)
    {
        if (low is not { } from || high is not { } to)
        {
            return Verdict.Undefined;
        }
        if (from > -tolerance && to < tolerance)
        {
            return Verdict.Within;
        }
        return (from > tolerance || to < -tolerance) && (permutationP is null or < OddsLevel) ? Verdict.Exceeds : Verdict.Inconclusive;
    }

    /// <summary>
    /// The smallest true difference that a two-sided test of these data would have shown with 80 % power:
    /// (z of (1 + confidence)/2 + z of 0.8) × standard error.
    /// </summary>
    public static double Detectable(double standardError, double confidence) =>
        (Distributions.NormalCritical(confidence) + Distributions.PowerQuantile) * standardError;
}
