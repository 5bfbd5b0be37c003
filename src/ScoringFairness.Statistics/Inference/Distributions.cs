using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ScoringFairness.Statistics.Inference;

/// <summary>Quantiles and tails of the distributions that the tests refer to.</summary>
internal static class Distributions
{
    /// <summary>The normal quantile that leaves (1 − confidence)/2 above it.</summary>
    public static double NormalCritical(double confidence) => Normal.InvCDF(0, 1, (1 + confidence) / 2);

    /// <summary>P(|Z| ≥ |z|) of a standard normal Z.</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);

    /// <summary>The t quantile that leaves (1 − confidence)/2 above it.</summary>
    public static double StudentCritical(double df, double confidence) => StudentT.InvCDF(0, 1, df, (1 + confidence) / 2);

    /// <summary>P(|T| ≥ |t|) of Student's t.</summary>
    public static double StudentTwoSided(double t, double df) => SpecialFunctions.BetaRegularized(df / 2, 0.5, df / (df + t * t));

    /// <summary>P(X = k) and P(X &lt; k) of a binomial with p = ½.</summary>
    public static (double At, double Below) FairCoin(long n, long k)
    {
        var coin = new Binomial(0.5, checked((int)n));
        return (coin.Probability((int)k), k == 0 ? 0 : coin.CumulativeDistribution(k - 1));
    }

    /// <summary>ln n!.</summary>
    public static double LogFactorial(long n) => n < 171 ? SpecialFunctions.FactorialLn((int)n) : SpecialFunctions.GammaLn(n + 1.0);

    /// <summary>The normal quantile of 80 % power.</summary>
    public static double PowerQuantile { get; } = Normal.InvCDF(0, 1, 0.8);
}
