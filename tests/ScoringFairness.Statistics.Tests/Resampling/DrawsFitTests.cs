using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Tests.Resampling;

/// <summary>Draws of counts against the exact probabilities, by the chi-square test of fit at a fixed seed.</summary>
public sealed class DrawsFitTests
{
    private const int Many = 200_000;
    private const double LeastExpected = 25;
    private const double LeastP = 1e-3;

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(20, 0.3)]
    [InlineData(1_000, 0.004)]
    [InlineData(1_000_000_000, 3e-9)]
    [InlineData(20, 0.5)]
    [InlineData(40, 0.25)]
    [InlineData(100, 0.95)]
    [InlineData(5_000, 0.002)]
    [InlineData(1_000_000, 0.3)]
    public void Binomial(long n, double p)
    {
        var mode = Math.Min(n, (long)((n + 1) * p));
        var random = new RandomStream(RandomStream.Purpose(5, "binomial"), (int)(n % 1_000));
        var drawn = new long[Many];
        for (var draw = 0; draw < Many; draw++)
        {
            drawn[draw] = DiscreteDraws.Binomial(ref random, n, p);
        }
        Fits(drawn, Probabilities(mode, 0, n, k => (double)(n - k) / (k + 1) * (p / (1 - p))));
    }

    [Theory]
    [InlineData(50, 5, 20)]
    [InlineData(50, 45, 20)]
    [InlineData(50, 20, 45)]
    [InlineData(50, 45, 44)]
    [InlineData(60, 30, 30)]
    [InlineData(1_000, 300, 400)]
    [InlineData(1_000, 700, 400)]
    [InlineData(1_000, 300, 700)]
    [InlineData(1_000, 800, 900)]
    [InlineData(30, 11, 12)]
    [InlineData(1_000_000, 400_000, 500_000)]
    public void Hypergeometric(long population, long marked, long n)
    {
        var (least, most) = (Math.Max(0, n + marked - population), Math.Min(n, marked));
        var mode = (n + 1) * (marked + 1) / (population + 2);
        var random = new RandomStream(RandomStream.Purpose(6, "hypergeometric"), (int)(marked + n));
        var drawn = new long[Many];
        for (var draw = 0; draw < Many; draw++)
        {
            drawn[draw] = DiscreteDraws.Hypergeometric(ref random, population, marked, n);
        }
        Fits(drawn, Probabilities(mode, least, most, k => (double)(marked - k) / (k + 1) * (n - k) / (population - marked - n + k + 1)));
    }

    [Fact]
    public void A_multinomial_keeps_its_total_and_never_fills_an_empty_cell()
    {
        long[] counts = [0, 30, 0, 5, 1_000, 0];
        var drawn = new long[counts.Length];
        for (var draw = 0; draw < 1_000; draw++)
        {
            var random = new RandomStream(7, draw);
            CountBootstrap.Multinomial(ref random, counts, 1_035, drawn);
            Assert.Equal(1_035, drawn.Sum());
            Assert.Equal((0, 0, 0), (drawn[0], drawn[2], drawn[5]));
        }
    }

    [Fact]
    public void Uniform_and_normal_numbers_have_their_moments()
    {
        var random = new RandomStream(11, 0);
        var (uniform, normal, square, below) = (0.0, 0.0, 0.0, new long[7]);
        for (var draw = 0; draw < Many; draw++)
        {
            uniform += random.Uniform();
            var (first, second) = random.Normals();
            normal += first + second;
            square += first * first + second * second;
            below[random.Below(7)]++;
        }
        // Five standard errors each.
        Assert.Equal(0.5, uniform / Many, 5 * Math.Sqrt(1.0 / 12 / Many));
        Assert.Equal(0, normal / Many / 2, 5 * Math.Sqrt(1.0 / 2 / Many));
        Assert.Equal(1, square / Many / 2, 5 * Math.Sqrt(2.0 / 2 / Many));
        var statistic = below.Sum(count => Math.Pow(count - Many / 7.0, 2) / (Many / 7.0));
        Assert.True(Distributions.ChiSquareUpper(statistic, 6) > LeastP);
    }

    /// <summary>The probabilities by the ratio of neighbours, from the mode outward, as far as they matter.</summary>
    private static SortedDictionary<long, double> Probabilities(long mode, long least, long most, Func<long, double> ratio)
    {
        var weights = new SortedDictionary<long, double> { [mode] = 1 };
        for (var (k, weight) = (mode, 1.0); k < most && weight > 1e-18; k++)
        {
            weights[k + 1] = weight *= ratio(k);
        }
        for (var (k, weight) = (mode, 1.0); k > least && weight > 1e-18; k--)
        {
            weights[k - 1] = weight /= ratio(k - 1);
        }
        var sum = weights.Values.Sum();
        return new SortedDictionary<long, double>(weights.ToDictionary(one => one.Key, one => one.Value / sum));
    }

    private static void Fits(long[] drawn, SortedDictionary<long, double> probabilities)
    {
        var counts = drawn.GroupBy(k => k).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(counts.Keys, k => Assert.True(probabilities.ContainsKey(k), $"{k} cannot be."));
        var (statistic, cells, expected, observed) = (0.0, 0, 0.0, 0.0);
        foreach (var (k, probability) in probabilities)
        {
            expected += probability * drawn.Length;
            observed += counts.GetValueOrDefault(k);
            if (expected >= LeastExpected)
            {
                statistic += (observed - expected) * (observed - expected) / expected;
                (cells, expected, observed) = (cells + 1, 0, 0);
            }
        }
        statistic += expected > 0 ? (observed - expected) * (observed - expected) / Math.Max(expected, 1) : 0;
        var p = Distributions.ChiSquareUpper(statistic, cells);
        Assert.True(p > LeastP, $"χ² {statistic:F1} with {cells} degrees of freedom, p {p:G3}");
    }
}
