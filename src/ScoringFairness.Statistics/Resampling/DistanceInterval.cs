using MathNet.Numerics.Statistics;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// What is known of a distance between groups that cannot be negative: odds, total variation, densities. It is not differentiable
/// where parts are 0, and there neither a percentile interval nor one of its standard error holds (Fang, Santos 2019, Rev. Econ.
/// Stud. 86, 377–412, arXiv 1404.3763). Each end is a test inverted against the worst that the parts may be:
/// <list type="bullet">
/// <item>The lower end takes from the distance what errors alone can add to it. By the triangle inequality that is at most the
/// distance of the errors; of parts that lie κ standard errors from 0, it is their signed error (the estimated directional
/// derivative of Fang and Santos, which is valid locally because the distance is convex; κ = √(2 ln n), at least 3, which n errors
/// hardly reach and which grows slower than √n).</item>
/// <item>The upper end asks how large the distance may be for one as small as this to be seen. A distance of given size is seen
/// smallest on average where each part is as large in standard errors as any other (the expected |part + error| is convex, so that
/// its slopes are alike in the least favourable case), and varies most with the signs that make the sum's variance largest: under t
/// times that direction it must be seen no larger with a probability of at least (1 − confidence)/2. One seen smaller than errors alone
/// make it in five of six cases tells no more than one that is as small as that: else luck alone would bring the end down to the value
/// itself, and say <c>within</c> where so few responses can hardly tell it (the power-constrained limit of Cowan, Cranmer, Gross, Vitells
/// 2011, arXiv 1105.3166). It is never lower for that, so it covers no less.</item>
/// </list>
/// Of a largest value the lower end is simultaneous (max-t), and the upper one, if none is given, too.
/// </summary>
internal readonly record struct DistanceInterval
{
    private const double LeastSelected = 3;
    private const double Power = 0.8;

    /// <summary>The normal distribution's share below one standard deviation under its mean.</summary>
    private const double LeastPower = 0.16;

    /// <summary>The distance.</summary>
    public double Value { get; private init; }

    /// <summary>Lower end.</summary>
    public double Low { get; private init; }

    /// <summary>Upper end.</summary>
    public double High { get; private init; }

    /// <summary>
    /// The median-unbiased value: the distance that is seen this large in half of all cases, were the parts in the proportions in
    /// which they were seen.
    /// </summary>
    public double Corrected { get; private init; }

    /// <summary>The standard deviation of the distance around the parts as they were seen.</summary>
    public double StandardError { get; private init; }

    /// <summary>
    /// What the upper end would be where nothing differs and the distance is seen as large as it is in one case of five: it falls with
    /// √n, and where it meets a tolerance, <c>within</c> comes in four of five. NaN of a largest value.
    /// </summary>
    public double WithinReach { get; private init; }

    /// <summary>
    /// How far the distance must lie beyond a tolerance for its lower end to pass it in at least four cases of five; it falls with √n.
    /// No part is taken to be beyond doubt, since with fewer responses none may be. NaN of a largest value.
    /// </summary>
    public double ExceedsReach { get; private init; }

    /// <summary>The distance over draws in which all parts are 0.</summary>
    public Draws Null { get; private init; }

    /// <summary>The interval of a distance.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="normals">The random numbers.</param>
    /// <param name="confidence">Nominal coverage.</param>
    /// <param name="n">Responses.</param>
    /// <param name="atMost">A largest value's upper end, where the parts' own intervals give one (intersection–union).</param>
    /// <param name="isJudged">Whether it has a verdict, so that it matters how many responses one would take.</param>
    public static DistanceInterval Of(SignedParts parts, NormalTable normals, double confidence, long n, double? atMost = null, bool isJudged = true)
    {
        using var draws = new DistanceDraws(parts, normals);
        var none = new double[parts.Values.Length];
        var errors = DrawArrays.Take(normals.Draws);
        draws.Around(none).CopyTo(errors, 0);
        var deviation = Deviation(draws.Around(parts.Values));
        var value = Size(parts.Values, parts.Blocks);
        var upper = (1 + confidence) / 2;
        var (low, high) = value == 0 ? (0, atMost ?? 0)
            : parts.HasMaxima ? OfLargest(parts, draws, value, errors, upper, atMost)
            : (value - At(Selected(parts, draws, n), upper), AtMost(Math.Max(value, At(errors, LeastPower))));
        low = Math.Clamp(low, 0, value);
        high = Math.Max(high, value);
        return new DistanceInterval
        {
            Value = value,
            Low = low,
            High = high,
            Corrected = value == 0 ? 0 : Math.Clamp(Largest(parts.Values, 0.5), low, high),
            StandardError = deviation,
            WithinReach = !isJudged || parts.HasMaxima || errors.Max() == 0 ? double.NaN
                : AtMost(At(errors, Power)),
            ExceedsReach = parts.HasMaxima ? double.NaN : At(errors, upper) + Distributions.PowerQuantile * deviation,
            Null = Draws.Of(errors),
        };

        double AtMost(double seen) => Math.Max(0, At(draws.Largest(LeastFavourable(parts, 1), seen), upper));

        double Largest(double[] direction, double probability) =>
            value * Math.Max(0, At(draws.Largest(direction, value), probability));
    }

    private static (double Low, double High) OfLargest(
        SignedParts parts, DistanceDraws draws, double value, double[] errors, double upper, double? atMost)
    {
        if (parts.Blocks[^1] > 0)
        {
            var reach = At(errors, upper);
            return (value - reach, value + reach);
        }
        var deviations = parts.Deviations();
        var critical = At(draws.LargestIn(deviations), upper);
        return (
            deviations.Select((deviation, part) => Math.Abs(parts.Values[part]) - critical * deviation).Max(),
            atMost ?? deviations.Select((deviation, part) => Math.Abs(parts.Values[part]) + critical * deviation).Max());
    }

    /// <summary>What errors add to the distance, draw by draw: signed where a part's own sign is beyond doubt.</summary>
    private static double[] Selected(SignedParts parts, DistanceDraws draws, long n)
    {
        var (deviations, kappa) = (parts.Deviations(), Math.Max(LeastSelected, Math.Sqrt(2 * Math.Log(Math.Max(1, n)))));
        return draws.Sum([.. parts.Values.Select((value, part) => Math.Abs(value) > kappa * deviations[part] ? Math.Sign(value) : 0.0)]);
    }

    /// <summary>Parts of equal size in standard errors, with the signs that make their sum vary most, as far apart as observed.</summary>
    private static double[] LeastFavourable(SignedParts parts, double value)
    {
        const int MostSweeps = 20;
        var (factor, deviations) = (parts.Factor, parts.Deviations());
        var signs = parts.Values.Select(part => part < 0 ? -1.0 : 1.0).ToArray();
        var sums = new double[signs.Length];
        for (var part = 0; part < signs.Length; part++)
        {
            Add(part, signs[part]);
        }
        for (var (sweep, changed) = (0, true); changed && sweep < MostSweeps; sweep++)
        {
            changed = false;
            for (var part = 0; part < signs.Length; part++)
            {
                Add(part, -signs[part]);
                var with = 0.0;
                for (var at = 0; at < factor[part].Length; at++)
                {
                    with += factor[part][at] * sums[part + 1 - factor[part].Length + at];
                }
                if (with * signs[part] < 0)
                {
                    (signs[part], changed) = (-signs[part], true);
                }
                Add(part, signs[part]);
            }
        }
        var scale = value / deviations.Sum();
        return [.. signs.Select((sign, part) => sign * deviations[part] * scale)];

        void Add(int part, double times)
        {
            for (var at = 0; at < factor[part].Length; at++)
            {
                sums[part + 1 - factor[part].Length + at] += times * factor[part][at];
            }
        }
    }

    private static double Size(double[] values, int[] blocks) =>
        values.Zip(blocks).GroupBy(part => part.Second).Sum(block => block.Max(part => Math.Abs(part.First)));

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1));
    }

    /// <summary>An order statistic of numbers, which it puts into another order.</summary>
    private static double At(double[] numbers, double probability) =>
        ArrayStatistics.OrderStatisticInplace(numbers, Math.Min(numbers.Length, (int)(probability * numbers.Length) + 1));
}
