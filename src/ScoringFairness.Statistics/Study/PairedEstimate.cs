using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>The estimate of a difference of two figures that were drawn together.</summary>
internal static class PairedEstimate
{
    /// <summary>The difference with its interval.</summary>
    /// <param name="observed">The difference seen.</param>
    /// <param name="draws">The difference draw by draw.</param>
    /// <param name="method">How it was drawn.</param>
    /// <param name="confidence">Nominal coverage.</param>
    public static Estimate Of(double observed, Draws draws, string method, double confidence)
    {
        // Two distances are each biased upward in a draw, not alike: the draws are taken about the difference that was seen.
        var (low, high) = draws.Interval(confidence);
        var bias = draws.Mean - observed;
        var error = draws.Deviation;
        return new Estimate
        {
            Value = observed,
            Low = Math.Min(observed, low - bias),
            High = Math.Max(observed, high - bias),
            StandardError = error,
            Method = method,
            Test = error > 0 ? "bootstrapZ" : null,
            Statistic = error > 0 ? observed / error : double.NaN,
            PValue = error > 0 ? Distributions.NormalTwoSided(observed / error) : double.NaN,
        };
    }
}
