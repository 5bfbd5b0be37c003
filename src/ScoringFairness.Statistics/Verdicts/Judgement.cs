namespace ScoringFairness.Statistics.Verdicts;

/// <summary>From an interval and a tolerance, or a minimum, to a verdict.</summary>
public static class Judgement
{
    /// <summary>
    /// By a tolerance δ: within, the interval lies inside ±δ; exceeds, it lies outside; inconclusive, it straddles; undefined, there
    /// is none.
    /// </summary>
    /// <param name="low">Lower end of the interval; null: there is no figure.</param>
    /// <param name="high">Upper end of the interval.</param>
    /// <param name="tolerance">The tolerance δ, in the figure's unit.</param>
    public static Verdict Of(double? low, double? high, double tolerance)
    {
        if (low is not { } from || high is not { } to)
        {
            return Verdict.Undefined;
        }
        if (from > -tolerance && to < tolerance)
        {
            return Verdict.Within;
        }
        return from > tolerance || to < -tolerance ? Verdict.Exceeds : Verdict.Inconclusive;
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
