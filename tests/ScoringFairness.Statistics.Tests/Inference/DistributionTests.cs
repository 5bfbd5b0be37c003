using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tests.Inference;

public sealed class DistributionTests
{
    private const double Close = 1e-12;

    [Theory]
    [InlineData(0.3)]
    [InlineData(2.2281388519649385)]
    [InlineData(40)]
    public void Tails_with_closed_forms(double x)
    {
        Assert.Equal(1 - 2 / Math.PI * Math.Atan(x), Distributions.StudentTwoSided(x, 1), Close);
        Assert.Equal(1 - x / Math.Sqrt(2 + x * x), Distributions.StudentTwoSided(-x, 2), Close);
        Assert.Equal(Math.Exp(-x / 2), Distributions.ChiSquareUpper(x, 2), Close);
        Assert.Equal(Math.Pow(1 + 2 * x / 7, -3.5), Distributions.FisherUpper(x, 2, 7), Close);
        Assert.Equal(1 - Exact.Normal(x), Distributions.NormalUpper(x), Close);
        Assert.Equal(2 * (1 - Exact.Normal(x)), Distributions.NormalTwoSided(-x), Close);
    }

    [Fact]
    public void Quantiles_as_tables_print_them()
    {
        Assert.Equal(1.959963984540054, Distributions.NormalCritical(0.95), 1e-9);
        Assert.Equal(0.8416212335729143, Distributions.PowerQuantile, 1e-9);
        Assert.Equal(2.2281388519649385, Distributions.StudentCritical(10, 0.95), 1e-9);
        Assert.Equal(Math.Tan(0.475 * Math.PI), Distributions.StudentCritical(1, 0.95), 1e-8);
    }

    [Fact]
    public void Small_tails_keep_their_relative_precision()
    {
        // 10 standard deviations out: 7.6198530241605e-24 in published tables of the normal tail.
        Assert.Equal(7.61985302416e-24, Distributions.NormalUpper(10), 1e-33);
        Assert.Equal(Math.Exp(-60), Distributions.ChiSquareUpper(120, 2), 1e-36);
        Assert.Equal(Math.Pow(1 + 2 * 40 / 100.0, -50), Distributions.FisherUpper(40, 2, 100), 1e-22);
    }

    [Theory]
    [InlineData(9.5, 1, 0.975)]
    [InlineData(9.5, 1, 0.025)]
    [InlineData(60, 3, 0.975)]
    [InlineData(60, 3, 0.025)]
    [InlineData(900, 3, 0.5)]
    public void A_chi_square_of_the_noncentrality_found_has_that_probability(double x, int df, double probability)
    {
        var noncentrality = Distributions.ChiSquareNoncentrality(x, df, probability);
        Assert.True(noncentrality > 0);
        Assert.Equal(probability, Exact.ChiSquare(x, df, noncentrality), 2e-5);
    }

    [Theory]
    [InlineData(7.5, 1, 20, 0.975)]
    [InlineData(7.5, 1, 20, 0.025)]
    [InlineData(12, 3, 46, 0.975)]
    [InlineData(12, 3, 46, 0.025)]
    [InlineData(150, 3, 5996, 0.025)]
    public void A_fisher_F_of_the_noncentrality_found_has_that_probability(double f, int df1, int df2, double probability)
    {
        var noncentrality = Distributions.FisherNoncentrality(f, df1, df2, probability);
        Assert.True(noncentrality > 0);
        Assert.Equal(probability, Exact.Fisher(f, df1, df2, noncentrality), 2e-5);
    }

    [Fact]
    public void An_F_that_even_the_central_distribution_rarely_stays_below_has_no_noncentrality()
    {
        Assert.Equal(0, Distributions.FisherNoncentrality(0.5, 3, 100, 0.975));
        Assert.Equal(0, Distributions.ChiSquareNoncentrality(0, 2, 0.025));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(200_000)]
    public void Logarithms_of_factorials(int n)
    {
        var sum = 0.0;
        for (var factor = 2; factor <= n; factor++)
        {
            sum += Math.Log(factor);
        }
        Assert.Equal(1, Distributions.LogFactorial(n) / sum, 1e-12);
    }
}
