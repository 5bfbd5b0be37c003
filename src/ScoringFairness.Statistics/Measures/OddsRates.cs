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
        var (truePositives, positives, predicted, n) = (0L, 0L, 0L, 0L);
        var last = basis == Basis.Level ? level : cube.Levels - 1;
        for (var human = 0; human < cube.Levels; human++)
        {
            var row = cube.Table(group).Slice(human * cube.Levels, cube.Levels);
            var (atRow, hits) = (0L, 0L);
            for (var machine = 0; machine < row.Length; machine++)
            {
                atRow += row[machine];
                hits += machine >= level && machine <= last ? row[machine] : 0;
            }
            n += atRow;
            predicted += hits;
            if (human >= level && human <= last)
            {
                positives += atRow;
                truePositives += hits;
            }
        }
        return new OddsRates(new Rate(truePositives, positives), new Rate(predicted - truePositives, n - positives));
    }

    /// <summary>The share of the group that gets the positive score, whatever the human gave.</summary>
    public Rate Selection => TruePositive + FalsePositive;
}
