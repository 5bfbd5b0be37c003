namespace ScoringFairness.Statistics.Resampling;

/// <summary>One figure over all draws, NaN where a draw leaves it undefined.</summary>
internal sealed class Draws(int count)
{
    private double[]? _sorted;

    /// <summary>The figure by number of draw.</summary>
    public double[] Values { get; } = new double[count];

    private double[] Sorted
    {
        get
        {
            if (_sorted is null)
            {
                _sorted = Array.FindAll(Values, double.IsFinite);
                Array.Sort(_sorted);
            }
            return _sorted;
        }
    }

    /// <summary>Draws in which the figure is undefined.</summary>
    public int Undefined => Values.Length - Sorted.Length;

    /// <summary>The mean over the draws that define the figure.</summary>
    public double Mean => Sorted.Length == 0 ? double.NaN : Sorted.Average();

    /// <summary>The standard deviation over the draws that define the figure.</summary>
    public double Deviation
    {
        get
        {
            var mean = Mean;
            return Sorted.Length < 2 ? double.NaN : Math.Sqrt(Sorted.Sum(value => (value - mean) * (value - mean)) / (Sorted.Length - 1));
        }
    }

    /// <summary>The percentile interval; NaN without a defined draw.</summary>
    public (double Low, double High) Interval(double confidence) => (Quantile((1 - confidence) / 2), Quantile((1 + confidence) / 2));

    /// <summary>A quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).</summary>
    public double Quantile(double probability)
    {
        if (Sorted.Length == 0)
        {
            return double.NaN;
        }
        var place = probability * (Sorted.Length - 1);
        var below = (int)place;
        return below + 1 < Sorted.Length ? Sorted[below] + (place - below) * (Sorted[below + 1] - Sorted[below]) : Sorted[below];
    }

    /// <summary>
    /// The share of permutations with a figure at least as large as the one observed, which counts as one of them:
    /// (1 + hits)/(1 + permutations) (Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9, 39).
    /// </summary>
    public double PermutationP(double observed)
    {
        // A draw that ties with the figure but for the last bits is a tie.
        var bound = observed - 1e-12;
        return (1.0 + Sorted.Count(value => value >= bound)) / (1 + Sorted.Length);
    }

    /// <summary>A figure that is drawn already.</summary>
    public static Draws Of(double[] values)
    {
        var draws = new Draws(values.Length);
        values.CopyTo(draws.Values, 0);
        return draws;
    }

    /// <summary>A figure that is drawn by itself, not from a cube.</summary>
    /// <param name="count">How many draws.</param>
    /// <param name="purpose">The purpose of the random numbers.</param>
    /// <param name="draw">Makes one draw with random numbers of its own.</param>
    public static Draws Of(int count, ulong purpose, Func<RandomStream, double> draw)
    {
        var draws = new Draws(count);
        for (var number = 0; number < count; number++)
        {
            draws.Values[number] = draw(new RandomStream(purpose, number));
        }
        return draws;
    }

    /// <summary>The difference of two figures draw by draw.</summary>
    public static Draws Difference(Draws first, Draws second)
    {
        var difference = new Draws(first.Values.Length);
        for (var draw = 0; draw < difference.Values.Length; draw++)
        {
            difference.Values[draw] = first.Values[draw] - second.Values[draw];
        }
        return difference;
    }
}
