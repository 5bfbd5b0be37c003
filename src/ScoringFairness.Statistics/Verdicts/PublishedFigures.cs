using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Verdicts;

/// <summary>
/// Rechecks figures that someone else printed, where the data behind them are not at hand: from a t to its p, from a mean
/// and a standard deviation to an interval, from several p values to Holm's, from an interval to a verdict.
/// </summary>
public static class PublishedFigures
{
    /// <summary>P(|T| ≥ |t|) of Student's t.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="df">Its degrees of freedom; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="df"/> is not positive.</exception>
    public static double PValue(double t, double df)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(df);
        return Distributions.StudentTwoSided(t, df);
    }

    /// <summary>
    /// Whether a printed p can belong to a printed t: whether some t that rounds to the one printed has a p that rounds to the
    /// one printed.
    /// </summary>
    /// <param name="t">The statistic as printed.</param>
    /// <param name="tDecimals">Its decimals.</param>
    /// <param name="df">Its degrees of freedom.</param>
    /// <param name="p">The p value as printed.</param>
    /// <param name="pDecimals">Its decimals.</param>
    public static bool Follows(double t, int tDecimals, double df, double p, int pDecimals)
    {
        var (halfT, halfP) = (Math.Pow(10, -tDecimals) / 2, Math.Pow(10, -pDecimals) / 2);
        var nearer = Math.Max(0, Math.Abs(t) - halfT);
        return p - halfP <= PValue(nearer, df) && p + halfP >= PValue(Math.Abs(t) + halfT, df);
    }

    /// <summary>Holm's adjusted p values of one family, in the order given.</summary>
    public static IReadOnlyList<double> Adjusted(IReadOnlyList<double> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return Holm.Adjust(p);
    }

    /// <summary>The t interval of a mean.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation with divisor n − 1.</param>
    /// <param name="n">How many values; at least two.</param>
    /// <param name="confidence">Nominal coverage.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below two.</exception>
    public static (double Low, double High) Interval(double mean, double deviation, int n, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        var half = Distributions.StudentCritical(n - 1, confidence) * deviation / Math.Sqrt(n);
        return (mean - half, mean + half);
    }

    /// <summary>
    /// The standard deviation of paired differences that a mean difference and its paired t imply: |mean|·√n ÷ |t|.
    /// It must lie between |s₁ − s₂| and s₁ + s₂ of the two columns, else the t is of another difference.
    /// </summary>
    /// <param name="mean">The mean difference.</param>
    /// <param name="t">Its paired t; not 0.</param>
    /// <param name="n">Pairs.</param>
    public static double ImpliedDeviation(double mean, double t, int n) => Math.Abs(mean) * Math.Sqrt(n) / Math.Abs(t);

    /// <summary>What an interval says about a tolerance.</summary>
    public static Verdict Judge((double Low, double High) interval, double tolerance) => Judgement.Of(interval.Low, interval.High, tolerance);
}
