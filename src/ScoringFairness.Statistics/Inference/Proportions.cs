namespace ScoringFairness.Statistics.Inference;

/// <summary>Shares and their differences.</summary>
internal static class Proportions
{
    /// <summary>
    /// A share with Wilson's score interval (Wilson 1927, J. Am. Stat. Assoc. 22, 209–212). Undefined without responses.
    /// </summary>
    public static Estimate Wilson(long hits, long n, double confidence)
    {
        if (n == 0)
        {
            return Estimate.Undefined("The denominator is 0.");
        }
        var (low, high) = Interval(hits, n, confidence);
        return new Estimate { Value = (double)hits / n, Low = low, High = high, Method = "wilson" };
    }

    /// <summary>
    /// The difference of two independent shares, first minus second, with Newcombe's hybrid score interval (Newcombe 1998,
    /// Statistics in Medicine 17, 873–890, method 10) and the z test with pooled variance.
    /// Undefined where a denominator is 0.
    /// </summary>
    public static Estimate Difference(long hits1, long n1, long hits2, long n2, double confidence)
    {
        if (n1 == 0 || n2 == 0)
        {
            return Estimate.Undefined($"The denominator of {(n1 == 0 && n2 == 0 ? "both groups" : n1 == 0 ? "the reference group" : "the focal group")} is 0.");
        }
        var (p1, p2) = ((double)hits1 / n1, (double)hits2 / n2);
        var (low1, high1) = Interval(hits1, n1, confidence);
        var (low2, high2) = Interval(hits2, n2, confidence);
        var difference = p1 - p2;
        var pooled = (double)(hits1 + hits2) / (n1 + n2);
        var pooledError = Math.Sqrt(pooled * (1 - pooled) * (1.0 / n1 + 1.0 / n2));
        var z = difference / pooledError;
        return new Estimate
        {
            Value = difference,
            Low = difference - Math.Sqrt(Square(p1 - low1) + Square(high2 - p2)),
            High = difference + Math.Sqrt(Square(high1 - p1) + Square(p2 - low2)),
            StandardError = Math.Sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2),
            Method = "newcombe",
            Test = "twoProportionZ",
            Statistic = z,
            PValue = pooledError > 0 ? Distributions.NormalTwoSided(z) : 1,
        };
    }

    private static (double Low, double High) Interval(long hits, long n, double confidence)
    {
        var z = Distributions.NormalCritical(confidence);
        var (p, square) = ((double)hits / n, z * z);
        var centre = (p + square / (2 * n)) / (1 + square / n);
        var half = z / (1 + square / n) * Math.Sqrt(p * (1 - p) / n + square / (4.0 * n * n));
        return (hits == 0 ? 0 : centre - half, hits == n ? 1 : centre + half);
    }

    private static double Square(double value) => value * value;
}
