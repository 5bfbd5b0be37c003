using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Exact draws from binomial and hypergeometric distributions. Where the expected count is small by inversion; elsewhere by
/// rejection, whose work does not grow with n: BTRS for the binomial (Hörmann 1993, J. Stat. Comput. Simul. 46, 101–110),
/// HRUA for the hypergeometric (Stadlober 1990, Computing 45, 129–147).
/// </summary>
internal static class DiscreteDraws
{
    private const double SmallMean = 10;

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
        if (p > 0.5)
        {
            return n - Binomial(ref random, n, 1 - p);
        }
        return n * p < SmallMean ? Inversion(ref random, n, p) : Rejection(ref random, n, p);
    }

    /// <summary>Marked ones among <paramref name="n"/> drawn without replacement from a population with some marked.</summary>
    public static long Hypergeometric(ref RandomStream random, long population, long marked, long n)
    {
        var (least, most) = (Math.Max(0, n + marked - population), Math.Min(n, marked));
        if (least == most)
        {
            return least;
        }
        // Drawing and marking may change places, and so may a set and its complement: the smaller ones are worked with.
        var (fewerMarked, fewerDrawn) = (Math.Min(marked, population - marked), Math.Min(n, population - n));
        var drawn = fewerMarked <= SmallMean || fewerDrawn <= SmallMean
            ? OneByOne(ref random, population, fewerMarked, fewerDrawn)
            : RatioOfUniforms(ref random, population, fewerMarked, fewerDrawn);
        var ofMarked = marked <= population - marked ? drawn : fewerDrawn - drawn;
        return n <= population - n ? ofMarked : marked - ofMarked;
    }

    private static long Inversion(ref RandomStream random, long n, double p)
    {
        var odds = p / (1 - p);
        var at = Math.Exp(n * Math.Log(1 - p));
        var left = random.Uniform();
        var k = 0L;
        while (left > at && k < n)
        {
            left -= at;
            k++;
            at *= odds * (n - k + 1) / k;
            if (at < 1e-300)
            {
                break;
            }
        }
        return k;
    }

    private static long Rejection(ref RandomStream random, long n, double p)
    {
        var deviation = Math.Sqrt(n * p * (1 - p));
        var b = 1.15 + 2.53 * deviation;
        var a = -0.0873 + 0.0248 * b + 0.01 * p;
        var c = n * p + 0.5;
        var squeeze = 0.92 - 4.2 / b;
        while (true)
        {
            var u = random.Uniform() - 0.5;
            var v = random.Uniform();
            var us = 0.5 - Math.Abs(u);
            var real = Math.Floor((2 * a / us + b) * u + c);
            if (us >= 0.07 && v <= squeeze)
            {
                return (long)real;
            }
            if (real < 0 || real > n)
            {
                continue;
            }
            // Most draws end above, without what this takes.
            var (k, mode, alpha) = ((long)real, (long)((n + 1) * p), (2.83 + 5.1 / b) * deviation);
            var accepted = Distributions.LogFactorial(mode) + Distributions.LogFactorial(n - mode)
                - Distributions.LogFactorial(k) - Distributions.LogFactorial(n - k) + (k - mode) * Math.Log(p / (1 - p));
            if (Math.Log(v * alpha / (a / (us * us) + b)) <= accepted)
            {
                return k;
            }
        }
    }

    private static long OneByOne(ref RandomStream random, long population, long marked, long n)
    {
        var (trials, successes) = marked <= n ? (marked, n) : (n, marked);
        var hits = 0L;
        for (var trial = 0L; trial < trials; trial++)
        {
            if (random.Uniform() * (population - trial) < successes - hits)
            {
                hits++;
            }
        }
        return hits;
    }

    private static long RatioOfUniforms(ref RandomStream random, long population, long marked, long n)
    {
        const double D1 = 1.7155277699214135;
        const double D2 = 0.8989161620588988;
        var share = (double)marked / population;
        var centre = n * share + 0.5;
        var scale = Math.Sqrt((double)(population - n) * n * share * (1 - share) / (population - 1) + 0.5);
        var width = D1 * scale + D2;
        var mode = (long)((double)(n + 1) * (marked + 1) / (population + 2));
        var atMode = LogWays(population, marked, n, mode);
        var most = Math.Min(Math.Min(marked, n) + 1.0, Math.Floor(centre + 16 * scale));
        while (true)
        {
            var x = random.Uniform();
            var y = random.Uniform();
            var real = centre + width * (y - 0.5) / x;
            if (real < 0 || real >= most)
            {
                continue;
            }
            var k = (long)real;
            var accepted = atMode - LogWays(population, marked, n, k);
            if (x * (4 - x) - 3 <= accepted || (x * (x - accepted) < 1 && 2 * Math.Log(x) <= accepted))
            {
                return k;
            }
        }
    }

    private static double LogWays(long population, long marked, long n, long k) =>
        Distributions.LogFactorial(k) + Distributions.LogFactorial(marked - k) + Distributions.LogFactorial(n - k)
        + Distributions.LogFactorial(population - marked - n + k);
}
