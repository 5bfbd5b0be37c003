using MathNet.Numerics.Statistics;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>One figure over all draws, NaN where a draw leaves it undefined.</summary>
internal sealed class Draws(int count)
{
    /// <summary>The defined draws, in any order: selecting one of a rank moves them.</summary>
    private double[]? _defined;

    /// <summary>The figure by number of draw.</summary>
    public double[] Values { get; } = new double[count];

    private double[] Defined => _defined ??= AllDefined() ? [.. Values] : Array.FindAll(Values, double.IsFinite);

    /// <summary>Draws in which the figure is undefined.</summary>
    public int Undefined => Values.Length - Defined.Length;

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
            return sum / Defined.Length;
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
            return Defined.Length < 2 ? double.NaN : Math.Sqrt(squares / (Defined.Length - 1));
        }
    }

    /// <summary>The percentile interval; NaN without a defined draw.</summary>
    public (double Low, double High) Interval(double confidence) => (Quantile((1 - confidence) / 2), Quantile((1 + confidence) / 2));

    /// <summary>A quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).</summary>
    public double Quantile(double probability)
    {
        if (Defined.Length == 0)
        {
            return double.NaN;
        }
        var place = probability * (Defined.Length - 1);
        var below = (int)place;
        var least = ArrayStatistics.OrderStatisticInplace(Defined, below + 1);
        return below + 1 < Defined.Length ? least + (place - below) * (ArrayStatistics.OrderStatisticInplace(Defined, below + 2) - least) : least;
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
        foreach (var value in Defined)
        {
            hits += value >= bound ? 1 : 0;
        }
        return (1.0 + hits) / (1 + Defined.Length);
    }

    private bool AllDefined()
    {
        foreach (var value in Values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }
        return true;
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

    /// <summary>The mean of several figures draw by draw.</summary>
    public static Draws MeanOf(IReadOnlyList<Draws> figures)
    {
        var mean = new Draws(figures[0].Values.Length);
        for (var draw = 0; draw < mean.Values.Length; draw++)
        {
            var sum = 0.0;
            foreach (var figure in figures)
            {
                sum += figure.Values[draw];
            }
            mean.Values[draw] = sum / figures.Count;
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
