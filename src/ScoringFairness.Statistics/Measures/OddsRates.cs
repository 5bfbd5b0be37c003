using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// True and false positive rates of one group for a level k: P(m = k | h = k) and P(m = k | h ≠ k), or, by cut,
/// P(m ≥ k | h ≥ k) and P(m ≥ k | h &lt; k) (Hardt, Price, Srebro 2016, arXiv 1610.02413). A rate whose denominator is 0 is
/// undefined, where fairlearn says 0.
/// </summary>
/// <param name="TruePositive">The true positive rate.</param>
/// <param name="FalsePositive">The false positive rate.</param>
public readonly record struct OddsRates(Rate TruePositive, Rate FalsePositive)
{
    /// <summary>The first level of a basis: 0 for levels, 1 for cuts (every score is at least the lowest).</summary>
    public static int First(Basis basis) => basis == Basis.Level ? 0 : 1;

    /// <summary>The rates of a group.</summary>
    public static OddsRates Of(CountCube cube, int group, int level, Basis basis)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var (counts, levels) = (cube.Cumulative, cube.Levels);
        // What counts as positive, of the human's levels and of the machine's, ends here.
        var end = basis == Basis.Level ? level + 1 : levels;
        var (truePositives, predicted) = (counts.Within(group, level, end, level, end), counts.Within(group, 0, levels, level, end));
        var (n, positives) = (counts.Within(group, 0, levels, 0, levels), counts.Within(group, level, end, 0, levels));
        return new OddsRates(new Rate(truePositives, positives), new Rate(predicted - truePositives, n - positives));
    }

    /// <summary>The share of the group that gets the positive score, whatever the human gave.</summary>
    public Rate Selection => TruePositive + FalsePositive;
}
