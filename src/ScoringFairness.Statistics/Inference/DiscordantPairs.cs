namespace ScoringFairness.Statistics.Inference;

/// <summary>Two scorers on the same responses of two groups: how much better the first is in one group than in the other.</summary>
/// <param name="FirstOnly">Responses of a group that only the first scored as the human did.</param>
/// <param name="SecondOnly">Responses that only the second did.</param>
/// <param name="N">Responses of the group.</param>
internal readonly record struct DiscordantPairs(long FirstOnly, long SecondOnly, long N)
{
    /// <summary>Share right by the first less share right by the second.</summary>
    public double Difference => (double)(FirstOnly - SecondOnly) / N;

    /// <summary>The variance of <see cref="Difference"/>.</summary>
    private double Variance => PairedProportions.Variance(FirstOnly, SecondOnly, N);

    /// <summary>
    /// The difference of two independent groups' paired differences, with the interval that their adjusted Wald intervals (Bonett and
    /// Price 2012, Journal of Educational and Behavioral Statistics 37, 479–488) make by MOVER, and the z test of the difference.
    /// </summary>
    public static Estimate Contrast(DiscordantPairs reference, DiscordantPairs focal, double confidence)
    {
        if (reference.N == 0 || focal.N == 0)
        {
            return Estimate.Undefined("A group has no response rated twice.");
        }
        var critical = Distributions.NormalCritical(confidence);
        var (one, other) = (reference.Interval(critical), focal.Interval(critical));
        var (value, low, high) = IntervalDifference.Of(other, one)!.Value;
        var error = Math.Sqrt(reference.Variance + focal.Variance);
        return new Estimate
        {
            Value = value,
            Low = low,
            High = high,
            StandardError = error,
            Method = "bonettPriceMover",
            Test = error > 0 ? "z" : null,
            Statistic = error > 0 ? value / error : double.NaN,
            PValue = error > 0 ? Distributions.NormalTwoSided(value / error) : double.NaN,
        };
    }

    private (double? Value, double? Low, double? High) Interval(double critical)
    {
        // One response is added to each kind of discordant pair.
        var n = N + 2.0;
        var centre = (FirstOnly - SecondOnly) / n;
        var half = critical * Math.Sqrt(((FirstOnly + SecondOnly + 2) / n - centre * centre) / n);
        return (Difference, Math.Min(Difference, centre - half), Math.Max(Difference, centre + half));
    }
}
