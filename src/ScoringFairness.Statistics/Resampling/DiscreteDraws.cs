using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Exact draws from binomial and hypergeometric distributions by inversion from the mode outward (Kachitvichyanukul and
/// Schmeiser 1985, J. Stat. Comput. Simul. 22, 127–145): the work grows with the standard deviation, not with n.
/// </summary>
internal static class DiscreteDraws
{
    /// <summary>Successes in n trials of probability p.</summary>
    public static long Binomial(ref RandomStream random, long n, double p)
    {
        if (n == 0 || p <= 0)
        {
            return 0;
        }
        if (p >= 1)
        {
            return n;
        }
        var mode = Math.Min(n, (long)((n + 1) * p));
        var logMode = Distributions.LogFactorial(n) - Distributions.LogFactorial(mode) - Distributions.LogFactorial(n - mode)
            + mode * Math.Log(p) + (n - mode) * Math.Log(1 - p);
        var odds = p / (1 - p);
        return FromMode(ref random, mode, 0, n, Math.Exp(logMode),
            k => (n - k) * odds / (k + 1), k => k / ((n - k + 1) * odds));
    }

    /// <summary>Marked ones among n drawn without replacement from a population with some marked.</summary>
    public static long Hypergeometric(ref RandomStream random, long population, long marked, long n)
    {
        var (least, most) = (Math.Max(0, n + marked - population), Math.Min(n, marked));
        if (least == most)
        {
            return least;
        }
        var mode = Math.Clamp((long)((n + 1.0) * (marked + 1.0) / (population + 2.0)), least, most);
        var logMode = LogChoose(marked, mode) + LogChoose(population - marked, n - mode) - LogChoose(population, n);
        var rest = population - marked - n;
        return FromMode(ref random, mode, least, most, Math.Exp(logMode),
            k => (double)(marked - k) * (n - k) / ((k + 1.0) * (rest + k + 1)),
            k => (double)k * (rest + k) / ((marked - k + 1.0) * (n - k + 1)));
    }

    private static long FromMode(
        ref RandomStream random, long mode, long least, long most, double atMode, Func<long, double> up, Func<long, double> down)
    {
        var left = random.Uniform() - atMode;
        var (above, below) = (mode, mode);
        var (atAbove, atBelow) = (atMode, atMode);
        while (left > 0 && (above < most || below > least))
        {
            if (above < most)
            {
                atAbove *= up(above++);
                left -= atAbove;
                if (left <= 0)
                {
                    return above;
                }
            }
            if (below > least)
            {
                atBelow *= down(below--);
                left -= atBelow;
                if (left <= 0)
                {
                    return below;
                }
            }
            if (atAbove + atBelow < 1e-18)
            {
                break;
            }
        }
        return mode;
    }

    private static double LogChoose(long n, long k) =>
        Distributions.LogFactorial(n) - Distributions.LogFactorial(k) - Distributions.LogFactorial(n - k);
}
