using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tests.Inference;

/// <summary>Differences of estimates of which only the intervals are known.</summary>
public sealed class IntervalDifferenceTests
{
    [Fact]
    public void Of_two_shares_with_wilson_intervals_it_is_newcombes_interval()
    {
        // Newcombe 1998, table II, example (a), method 10: 56/70 against 48/80.
        var (value, low, high) = IntervalDifference.Of(Wilson(48, 80), Wilson(56, 70))!.Value;
        Assert.Equal((0.2, 0.0524, 0.3339), (Math.Round(value, 4), Math.Round(low, 4), Math.Round(high, 4)));
    }

    [Fact]
    public void Without_an_interval_there_is_none() =>
        Assert.Null(IntervalDifference.Of((0.1, null, null), (0.2, 0.1, 0.3)));

    private static (double? Value, double? Low, double? High) Wilson(double hits, double n)
    {
        const double Z = 1.959963984540054;
        var (p, square) = (hits / n, Z * Z);
        var centre = (p + square / (2 * n)) / (1 + square / n);
        var half = Z / (1 + square / n) * Math.Sqrt(p * (1 - p) / n + square / (4 * n * n));
        return (p, centre - half, centre + half);
    }
}
