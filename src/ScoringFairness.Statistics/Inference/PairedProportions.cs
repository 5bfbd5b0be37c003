using MathNet.Numerics.RootFinding;

namespace ScoringFairness.Statistics.Inference;

/// <summary>
/// The difference of two shares of the same responses, first minus second, by the score test of Tango (1998, Statistics in
/// Medicine 17, 891–908): its interval holds its coverage where few responses tell the two apart, and where none does.
/// </summary>
/// <remarks>
/// The variance at a difference Δ is that of the restricted maximum likelihood: with b and c the responses that only the first,
/// only the second scorer scored right of n, z(Δ) = (b − c − nΔ) ÷ √(n(2q + Δ(1 − Δ))), q the larger root of 2n·q² + B·q + C = 0,
/// B = (2n − b + c)Δ − b − c, C = −cΔ(1 − Δ).
/// </remarks>
internal sealed record PairedProportions
{
    private readonly double _first;
    private readonly double _second;
    private readonly double _n;

    /// <param name="firstOnly">Responses that only the first scorer scored as the human did.</param>
    /// <param name="secondOnly">Responses that only the second scorer scored as the human did.</param>
    /// <param name="n">Responses that both scored; above 0.</param>
    /// <param name="designEffect">
    /// By how much the variance is larger than of independent responses, at least 1: counts are divided by it, as of an effective
    /// sample (Rao, Scott 1992, Biometrics 48, 577–585).
    /// </param>
    public PairedProportions(long firstOnly, long secondOnly, long n, double designEffect = 1) =>
        (_first, _second, _n) = (firstOnly / designEffect, secondOnly / designEffect, n / designEffect);

    /// <summary>The difference.</summary>
    public double Difference => (_first - _second) / _n;

    /// <summary>The variance of the difference of <paramref name="n"/> independent pairs.</summary>
    public static double Variance(long firstOnly, long secondOnly, long n)
    {
        double discordant = firstOnly + secondOnly, difference = firstOnly - secondOnly;
        return (discordant - difference * difference / n) / n / n;
    }

    /// <summary>The score statistic at a difference, normal where it is the true one; it falls as the difference grows.</summary>
    /// <param name="difference">Above −1 and below 1.</param>
    public double Score(double difference)
    {
        var b = (2 * _n - _first + _second) * difference - _first - _second;
        var c = -_second * difference * (1 - difference);
        var root = Math.Sqrt(Math.Max(0, b * b - 8 * _n * c));
        var share = Math.Max(0, (root - b) / (4 * _n));
        var variance = _n * (2 * share + difference * (1 - difference));
        var above = _first - _second - _n * difference;
        return variance > 0 ? above / Math.Sqrt(variance) : above == 0 ? 0 : double.CopySign(double.PositiveInfinity, above);
    }

    /// <summary>The interval of the differences that the test does not reject.</summary>
    public (double Low, double High) Interval(double confidence)
    {
        var critical = Distributions.NormalCritical(confidence);
        return (End(-1, critical), End(1, -critical));

        double End(double outer, double wanted)
        {
            var edge = outer * (1 - 1e-12);
            // All pairs may tell for one side: the bound of the range is then the interval's end.
            return Math.Abs(Difference - edge) < 1e-11 || Math.Abs(Score(edge)) <= Math.Abs(wanted)
                ? outer
                : Brent.FindRoot(difference => Score(difference) - wanted, Math.Min(edge, Difference), Math.Max(edge, Difference), 1e-12, 500);
        }
    }

    /// <summary>The test that there is no difference: McNemar's statistic.</summary>
    public (double Z, double P) Equality()
    {
        var z = _first + _second > 0 ? Score(0) : 0;
        return (z, Distributions.NormalTwoSided(z));
    }

    /// <summary>
    /// The two one-sided score tests that the difference lies inside ±<paramref name="tolerance"/> (Schuirmann 1987; Tango 1998):
    /// the smaller statistic, and the larger p.
    /// </summary>
    public (double Z, double P) Equivalence(double tolerance)
    {
        if (tolerance >= 1)
        {
            return (double.PositiveInfinity, 0);
        }
        var nearer = Math.Min(Score(-tolerance), -Score(tolerance));
        return (nearer, Distributions.NormalUpper(nearer));
    }
}
