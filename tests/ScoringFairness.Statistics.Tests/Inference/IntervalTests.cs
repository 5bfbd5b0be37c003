using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tests.Inference;

/// <summary>Intervals and tests against figures that their authors, or R's documentation, print.</summary>
public sealed class IntervalTests
{
    private static readonly double[] Sleep1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Sleep2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    /// <summary>Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson(long hits, long n, double low, double high)
    {
        var share = Proportions.Wilson(hits, n, 0.95);
        Assert.Equal((low, high), (Math.Round(share.Low, 4), Math.Round(share.High, 4)));
    }

    /// <summary>Newcombe 1998, Statistics in Medicine 17, 873–890, table II, method 10.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0)]
    public void Newcombe(long hits1, long n1, long hits2, long n2, double low, double high)
    {
        var difference = Proportions.Difference(hits1, n1, hits2, n2, 0.95);
        Assert.Equal((low, high), (Math.Round(difference.Low, 4), Math.Round(difference.High, 4)));
    }

    [Fact]
    public void Shares_that_cannot_differ_have_p_1_and_empty_ones_none()
    {
        Assert.Equal((0.0, 1.0), (Proportions.Difference(0, 10, 0, 20, 0.95).Value, Proportions.Difference(0, 10, 0, 20, 0.95).PValue));
        Assert.True(double.IsNaN(Proportions.Wilson(0, 0, 0.95).Value));
        Assert.Contains("focal", Proportions.Difference(1, 2, 0, 0, 0.95).Note, StringComparison.Ordinal);
    }

    /// <summary>R's documented example, t.test(extra ~ group, data = sleep).</summary>
    [Fact]
    public void Welch()
    {
        var difference = Means.Welch(Of(Sleep1), Of(Sleep2), 0.95);
        Assert.Equal(-1.8608, difference.Statistic, 5e-5);
        Assert.Equal(17.776, difference.Df, 5e-4);
        Assert.Equal(0.07939, difference.PValue, 5e-6);
        Assert.Equal(-3.3654832, difference.Low, 5e-8);
        Assert.Equal(0.2054832, difference.High, 5e-8);
    }

    /// <summary>R's documented example, the paired form.</summary>
    [Fact]
    public void Paired_t()
    {
        var difference = Means.OverItems([.. Sleep1.Zip(Sleep2, (one, two) => one - two)], 0.95);
        Assert.Equal(-1.58, difference.Value, 1e-12);
        Assert.Equal(-4.0621, difference.Statistic, 5e-5);
        Assert.Equal(9, difference.Df);
        Assert.Equal(0.002833, difference.PValue, 5e-7);
        Assert.Equal(-2.4598858, difference.Low, 5e-8);
        Assert.Equal(-0.7001142, difference.High, 5e-8);
    }

    /// <summary>R's documented example, t.test(extra) of the sleep data's twenty: mean 1.54, interval by Student's t.</summary>
    [Fact]
    public void Student()
    {
        var mean = Means.Student(Of([.. Sleep1, .. Sleep2]), 0.95);
        Assert.Equal(1.54, mean.Value, 1e-12);
        Assert.Equal(0.5955845, mean.Low, 5e-8);
        Assert.Equal(2.4844155, mean.High, 5e-8);
    }

    /// <summary>Fagerland, Lydersen, Laake 2013: 1 against 7 discordant pairs have exact p .0703 and mid-p .0391.</summary>
    [Theory]
    [InlineData(1, 7, 0.0390625)]
    [InlineData(7, 1, 0.0390625)]
    [InlineData(0, 0, 1)]
    [InlineData(4, 4, 1)]
    [InlineData(0, 5, 0.03125)]
    public void McNemar_mid_p(long firstOnly, long secondOnly, double p) =>
        Assert.Equal(p, McNemar.MidP(firstOnly, secondOnly), 1e-12);

    [Fact]
    public void Holm_steps_down_and_never_falls_back()
    {
        Expect([0.05, 0.08, 0.09, 0.09, 0.09], [0.01, 0.02, 0.03, 0.04, 0.05]);
        Expect([0.06, 0.06, 0.03, 0.02], [0.03, 0.05, 0.01, 0.005]);
        Expect([1, 1], [0.7, 0.9]);
        Expect([0.6, 0.9, 0.9], [0.2, 0.45, 0.5]);

        static void Expect(double[] adjusted, double[] p) =>
            Assert.All(adjusted.Zip(Holm.Adjust(p)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    /// <remarks>
    /// The first line is the airway example of Fagerland, Lydersen and Laake (2014, Statistics in Medicine 33, 2850–2875), who print
    /// −.517 to −.026. All of them, with the p of equivalence at ±.05, were computed apart from this code: the restricted likelihood
    /// maximised by golden section, the ends by bisection. Without a discordant pair the ends are ±z²/(n + z²).
    /// </remarks>
    [Theory]
    [InlineData(1, 7, 21, -0.5172322750930738, -0.026003034158242483, 0.9646180233319455)]
    [InlineData(0, 3, 150, -0.057146683270387105, 0.00546964853170423, 0.045911917526615095)]
    [InlineData(2, 1, 150, -0.024847206786054767, 0.04147081257879601, 0.011680772644540618)]
    [InlineData(12, 5, 44, -0.026178735235352357, 0.33646122620043795, 0.8813954319674557)]
    [InlineData(0, 0, 60, -0.060171852142091864, 0.06017185214209185, 0.03778028376297374)]
    [InlineData(30, 18, 400, -0.004088115048615551, 0.06547474592175334, 0.12848351903618557)]
    public void Paired_shares_by_tango(long firstOnly, long secondOnly, long n, double low, double high, double equivalence)
    {
        var compared = new PairedProportions(firstOnly, secondOnly, n);
        var interval = compared.Interval(0.95);
        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
        Assert.Equal(equivalence, compared.Equivalence(0.05).P, 1e-6);
        if (firstOnly + secondOnly > 0)
        {
            Assert.Equal((firstOnly - secondOnly) / Math.Sqrt(firstOnly + secondOnly), compared.Equality().Z, 1e-9);
        }
    }

    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(0, 5, 5)]
    [InlineData(0, 1, 1)]
    public void Paired_shares_at_the_edge_of_their_range(long firstOnly, long secondOnly, long n)
    {
        var (low, high) = new PairedProportions(firstOnly, secondOnly, n).Interval(0.95);
        Assert.True(low <= (double)(firstOnly - secondOnly) / n && high >= (double)(firstOnly - secondOnly) / n && low < high && low >= -1 && high <= 1);
    }

    [Fact]
    public void A_design_effect_of_two_is_half_as_many_pairs()
    {
        Assert.Equal(new PairedProportions(10, 4, 100).Interval(0.95), new PairedProportions(20, 8, 200, 2).Interval(0.95));
    }

    private static Moments Of(double[] scores) => new(scores.Length, scores.Sum(), scores.Sum(score => score * score));
}
