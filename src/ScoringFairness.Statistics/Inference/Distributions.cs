using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace ScoringFairness.Statistics.Inference;

/// <summary>Quantiles and tails of the distributions that the tests refer to.</summary>
internal static class Distributions
{
    /// <summary>The normal quantile that leaves (1 − confidence)/2 above it.</summary>
    public static double NormalCritical(double confidence) => Normal.InvCDF(0, 1, (1 + confidence) / 2);

    /// <summary>P(Z ≥ z) of a standard normal Z.</summary>
    public static double NormalUpper(double z) => SpecialFunctions.Erfc(z / Constants.Sqrt2) / 2;

    /// <summary>P(|Z| ≥ |z|) of a standard normal Z.</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);

    /// <summary>The t quantile that leaves (1 − confidence)/2 above it.</summary>
    public static double StudentCritical(double df, double confidence) => StudentT.InvCDF(0, 1, df, (1 + confidence) / 2);

    /// <summary>P(|T| ≥ |t|) of Student's t.</summary>
    public static double StudentTwoSided(double t, double df) => SpecialFunctions.BetaRegularized(df / 2, 0.5, df / (df + t * t));

    /// <summary>P(F ≥ f) of Fisher's F.</summary>
    public static double FisherUpper(double f, double df1, double df2) =>
        SpecialFunctions.BetaRegularized(df2 / 2, df1 / 2, df2 / (df2 + df1 * f));

    /// <summary>P(X² ≥ x) of a chi-square.</summary>
    public static double ChiSquareUpper(double x, double df) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(df / 2, x / 2);

    /// <summary>
    /// The noncentrality at which an F as small as f or smaller has the probability given; 0 where even the central F gives less.
    /// </summary>
    public static double FisherNoncentrality(double f, double df1, double df2, double probability) => Noncentrality(
        lambda => Mixture(lambda, j => SpecialFunctions.BetaRegularized(df1 / 2 + j, df2 / 2, df1 * f / (df2 + df1 * f))), df1 * f, probability);

    /// <summary>The same for a chi-square.</summary>
    public static double ChiSquareNoncentrality(double x, double df, double probability) => x <= 0
        ? 0
        : Noncentrality(lambda => Mixture(lambda, j => SpecialFunctions.GammaLowerRegularized(df / 2 + j, x / 2)), x, probability);

    /// <summary>
    /// A noncentral distribution is a Poisson mixture of central ones. Terms are taken from the mode outward; where there are
    /// many, their sum is taken by the trapezoidal rule, eight points to a standard deviation, whose error for so smooth a
    /// function is far below the tolerance of the root.
    /// </summary>
    private static double Mixture(double lambda, Func<double, double> central)
    {
        const double Many = 400;
        const double Negligible = 1e-14;
        var half = lambda / 2;
        if (half == 0)
        {
            return central(0);
        }
        var step = half < Many ? 1 : Math.Sqrt(half) / 8;
        var mode = Math.Floor(half);
        var sum = 0.0;
        for (var j = mode; j >= 0 && Weight(j) is > Negligible and var weight; j -= step)
        {
            sum += weight * central(j);
        }
        for (var j = mode + step; Weight(j) is > Negligible and var weight; j += step)
        {
            sum += weight * central(j);
        }
        return sum * step;

        double Weight(double j) => Math.Exp(-half + j * Math.Log(half) - SpecialFunctions.GammaLn(j + 1));
    }

    /// <summary>The distribution function falls as the noncentrality grows. NaN where it cannot be computed, as of a perfect fit.</summary>
    private static double Noncentrality(Func<double, double> below, double centre, double probability)
    {
        if (below(0) <= probability)
        {
            return 0;
        }
        var high = Math.Pow(Math.Sqrt(centre) + 3, 2);
        while (below(high) > probability)
        {
            high *= 2;
        }
        if (double.IsNaN(below(high)))
        {
            return double.NaN;
        }
        return Brent.FindRoot(lambda => below(lambda) - probability, 0, high, 1e-10, 200);
    }

    /// <summary>P(X = k) and P(X &lt; k) of a binomial with p = ½.</summary>
    public static (double At, double Below) FairCoin(long n, long k)
    {
        var coin = new Binomial(0.5, checked((int)n));
        return (coin.Probability((int)k), k == 0 ? 0 : coin.CumulativeDistribution(k - 1));
    }

    /// <summary>ln n!: from a table, and beyond it by Stirling's series, whose error there is below 1e-16 of the value.</summary>
    public static double LogFactorial(long n)
    {
        return n < LogFactorials.Length ? LogFactorials[n] : Stirling(n);
    }

    // As far as draws of the counts of a million responses ask for them again and again.
    private static readonly double[] LogFactorials =
        [.. Enumerable.Range(0, 1 << 17).Select(n => n < 1024 ? SpecialFunctions.GammaLn(n + 1.0) : Stirling(n))];

    private static double Stirling(long n)
    {
        var inverse = 1.0 / n;
        return (n + 0.5) * Math.Log(n) - n + 0.5 * Math.Log(2 * Math.PI) + inverse / 12 - inverse * inverse * inverse / 360;
    }

    /// <summary>The normal quantile of 80 % power where two bounds, one on either side, can be missed.</summary>
    public static double EquivalenceQuantile { get; } = Normal.InvCDF(0, 1, 0.9);

    /// <summary>The normal quantile of 80 % power.</summary>
    public static double PowerQuantile { get; } = Normal.InvCDF(0, 1, 0.8);
}
