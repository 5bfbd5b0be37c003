using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>Computes figures of a cube; NaN where one is undefined.</summary>
/// <param name="cube">The cube.</param>
/// <param name="values">Takes the figures.</param>
internal delegate void Figures(CountCube cube, Span<double> values);

/// <summary>The figures of many resampled cubes.</summary>
internal sealed class Draws
{
    private readonly double[][] _values;

    public Draws(int figures, int draws) => _values = [.. Enumerable.Range(0, figures).Select(_ => new double[draws])];

    /// <summary>The draws of a figure in the order in which they were drawn.</summary>
    public IReadOnlyList<double> Of(int figure) => _values[figure];

    /// <summary>Puts the figures of a draw in their places.</summary>
    public void Put(int draw, ReadOnlySpan<double> values)
    {
        for (var figure = 0; figure < values.Length; figure++)
        {
            _values[figure][draw] = values[figure];
        }
    }

    /// <summary>The percentile interval of a figure; NaN without a defined draw.</summary>
    public (double Low, double High) Interval(int figure, double confidence)
    {
        var sorted = _values[figure].Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0
            ? (double.NaN, double.NaN)
            : (Quantile(sorted, (1 - confidence) / 2), Quantile(sorted, (1 + confidence) / 2));
    }

    /// <summary>Mean and standard deviation of a figure over its defined draws.</summary>
    public (double Mean, double Deviation) Spread(int figure)
    {
        var defined = _values[figure].Where(double.IsFinite).ToArray();
        var mean = defined.Length == 0 ? double.NaN : defined.Average();
        return (mean, defined.Length < 2 ? double.NaN : Math.Sqrt(defined.Sum(value => (value - mean) * (value - mean)) / (defined.Length - 1)));
    }

    /// <summary>The quantile of a figure over its defined draws.</summary>
    public double Quantile(int figure, double probability)
    {
        var sorted = _values[figure].Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : Quantile(sorted, probability);
    }

    /// <summary>
    /// The share of draws at least as large as the figure itself, both counted among the draws: (1 + hits)/(1 + draws).
    /// </summary>
    public double PermutationP(int figure, double observed)
    {
        // A draw that ties with the figure but for the last bits is a tie.
        var bound = observed - 1e-12;
        var defined = _values[figure].Where(double.IsFinite).ToArray();
        return (1.0 + defined.Count(value => value >= bound)) / (1 + defined.Length);
    }

    /// <summary>Linear interpolation between order statistics (Hyndman and Fan 1996, type 7).</summary>
    private static double Quantile(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
