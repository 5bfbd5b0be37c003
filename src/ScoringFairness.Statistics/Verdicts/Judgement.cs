namespace ScoringFairness.Statistics.Verdicts;

/// <summary>From an interval and a tolerance, or a minimum, to a verdict.</summary>
public static class Judgement
{
    private const double OddsLevel = 0.05;

    /// <summary>
    /// By a tolerance δ: within, the interval lies inside ±δ; exceeds, it lies outside (an odds figure, which cannot be negative
    /// and is biased upward, also needs a permutation p below .05); inconclusive, it straddles; undefined, there is none.
    /// </summary>
    /// <param name="low">Lower end of the interval; null: there is no figure.</param>
    /// <param name="high">Upper end of the interval.</param>
    /// <param name="tolerance">The tolerance δ, in the figure's unit.</param>
    /// <param name="permutationP">The permutation p of an odds figure; null for other figures.</param>
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

    /// <summary>By a minimum: met, the interval lies at or above it; notMet, below; inconclusive, it straddles; undefined, there is none.</summary>
    /// <param name="low">Lower end of the interval; null: there is no figure.</param>
    /// <param name="high">Upper end of the interval.</param>
    /// <param name="minimum">The least acceptable value.</param>
    public static Verdict OfMinimum(double? low, double? high, double minimum)
    {
        if (low is not { } from || high is not { } to)
        {
            return Verdict.Undefined;
        }
        return from >= minimum ? Verdict.Met : to < minimum ? Verdict.NotMet : Verdict.Inconclusive;
    }
}
