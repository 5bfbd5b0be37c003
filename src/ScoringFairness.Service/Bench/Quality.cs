using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Service.Bench;

/// <summary>How a scorer agrees with human scores.</summary>
/// <param name="Items">By item, the human and the machine score of each essay.</param>
internal sealed record Quality(IReadOnlyDictionary<string, (double[] Human, double[] Machine)> Items)
{
    private const int Draws = 1000;
    private const double Tail = 0.025;

    /// <summary>Quadratic weighted kappa of an item.</summary>
    public double Of(string item) => Kappa(item, Enumerable.Range(0, Items[item].Human.Length));

    /// <summary>Its mean over items.</summary>
    public double Mean(IEnumerable<string> items) => items.Average(Of);

    /// <summary>
    /// The difference of two scorers' means over items, and its 95 % interval: percentiles over draws of essays, the same for both scorers
    /// and all items.
    /// </summary>
    public static double[] Difference(Quality one, Quality other, IReadOnlyList<string> items, long seed)
    {
        var random = new Random((int)seed);
        var essays = one.Items[items[0]].Human.Length;
        var draws = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            int[] rows = [.. Enumerable.Range(0, essays).Select(_ => random.Next(essays))];
            draws[draw] = items.Average(item => one.Kappa(item, rows) - other.Kappa(item, rows));
        }
        Array.Sort(draws);
        return [one.Mean(items) - other.Mean(items), draws[(int)(Tail * Draws)], draws[(int)((1 - Tail) * Draws) - 1]];
    }

    /// <summary>Correlation of an item.</summary>
    public double Correlation(string item) => ScoringFairness.Statistics.Measures.Correlation.Of(Moments(item, Enumerable.Range(0, Items[item].Human.Length)));

    private double Kappa(string item, IEnumerable<int> rows) => QuadraticWeightedKappa.Of(Moments(item, rows));

    private JointMoments Moments(string item, IEnumerable<int> rows)
    {
        var (human, machine) = Items[item];
        var moments = default(JointMoments);
        foreach (var row in rows)
        {
            var (h, m) = (human[row], machine[row]);
            moments += new JointMoments(1, h, m, h * h, m * m, h * m);
        }
        return moments;
    }
}
