using MathNet.Numerics.Statistics;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>One figure over all draws, NaN where a draw leaves it undefined.</summary>
internal sealed class Draws(double[] values)
{
    /// <summary>A figure to be drawn so often.</summary>
    public Draws(int count)
        : this(new double[count])
    {
    }

    /// <summary>Where a thread selects draws of some ranks, which moves them.</summary>
    [ThreadStatic]
    private static double[]? _moved;

    private int? _defined;

    /// <summary>The figure by number of draw.</summary>
    public double[] Values => values;

    /// <summary>Draws in which the figure is undefined.</summary>
    public int Undefined => Values.Length - Defined;

    private int Defined
    {
        get
        {
            if (_defined is null)
            {
                var defined = 0;
                foreach (var value in Values)
                {
                    defined += double.IsFinite(value) ? 1 : 0;
                }
                _defined = defined;
            }
            return _defined.Value;
        }
    }

    /// <summary>The mean over the draws that define the figure.</summary>
    public double Mean
    {
        get
        {
            var sum = 0.0;
            foreach (var value in Values)
            {
                sum += double.IsFinite(value) ? value : 0;
            }
            return sum / Defined;
        }
    }

    /// <summary>The standard deviation over the draws that define the figure.</summary>
    public double Deviation
    {
        get
        {
            var (mean, squares) = (Mean, 0.0);
            foreach (var value in Values)
            {
                squares += double.IsFinite(value) ? (value - mean) * (value - mean) : 0;
            }
            return Defined < 2 ? double.NaN : Math.Sqrt(squares / (Defined - 1));
        }
    }

    /// <summary>The percentile interval; NaN without a defined draw.</summary>
    public (double Low, double High) Interval(double confidence)
    {
        var moved = ToMove();
        return (Quantile(moved, (1 - confidence) / 2), Quantile(moved, (1 + confidence) / 2));
    }

    /// <summary>A quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).</summary>
    public double Quantile(double probability) => Quantile(ToMove(), probability);

    private static double Quantile(double[] draws, double probability)
    {
        if (draws.Length == 0)
        {
            return double.NaN;
        }
        var place = probability * (draws.Length - 1);
        var below = (int)place;
        var least = ArrayStatistics.OrderStatisticInplace(draws, below + 1);
        return below + 1 < draws.Length ? least + (place - below) * (Next(draws, below) - least) : least;
    }

    /// <summary>What follows the draw of a rank, once that was selected: then no smaller ones lie behind it.</summary>
    private static double Next(double[] draws, int rank)
    {
        if (rank == 0)
        {
            // The smallest is found without moving it.
            return ArrayStatistics.OrderStatisticInplace(draws, 2);
        }
        var next = double.PositiveInfinity;
        foreach (var draw in draws.AsSpan(rank + 1))
        {
            next = draw < next ? draw : next;
        }
        return next;
    }

    private double[] ToMove()
    {
        if (Undefined > 0)
        {
            return Array.FindAll(Values, double.IsFinite);
        }
        var moved = _moved?.Length == Values.Length ? _moved : _moved = new double[Values.Length];
        Values.CopyTo(moved, 0);
        return moved;
    }

    /// <summary>
    /// The share of permutations with a figure at least as large as the one observed, which counts as one of them:
    /// (1 + hits)/(1 + permutations) (Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9, 39).
    /// </summary>
    public double PermutationP(double observed)
    {
        // A draw that ties with the figure but for the last bits is a tie.
        var bound = observed - 1e-12;
        var hits = 0;
        foreach (var value in Values)
        {
            hits += double.IsFinite(value) && value >= bound ? 1 : 0;
        }
        return (1.0 + hits) / (1 + Defined);
    }

    /// <summary>Leaves the draws, once all is told that is made of them, to the next evaluation.</summary>
    public void Leave() => DrawArrays.Leave(Values);

    /// <summary>A figure that is drawn already.</summary>
    public static Draws Of(double[] values) => new(values);

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

    /// <summary>The mean of several figures draw by draw.</summary>
    public static Draws MeanOf(IReadOnlyList<Draws> figures)
    {
        var mean = new Draws(DrawArrays.Take(figures[0].Values.Length));
        Array.Clear(mean.Values);
        foreach (var figure in figures)
        {
            for (var draw = 0; draw < figure.Values.Length; draw++)
            {
                mean.Values[draw] += figure.Values[draw];
            }
        }
        for (var draw = 0; draw < mean.Values.Length; draw++)
        {
            mean.Values[draw] /= figures.Count;
        }
        return mean;
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
