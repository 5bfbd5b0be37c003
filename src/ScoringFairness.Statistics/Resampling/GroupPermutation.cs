using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Permutes two groups among responses of the same item and human level: the null is that the machine score does not depend
/// on the group at a given human score. Drawn from the counts (multivariate hypergeometric), whatever the number of rows.
/// </summary>
internal sealed class GroupPermutation(CountCube cube, int first, int second, ulong stream)
{
    /// <summary>Makes permutation number <paramref name="draw"/>; only the two groups are written.</summary>
    public void Draw(int draw, CountCube into)
    {
        var random = new RandomStream(stream, draw);
        var levels = cube.Levels;
        var one = cube.Table(first);
        var other = cube.Table(second);
        var oneInto = into.TableToWrite(first);
        var otherInto = into.TableToWrite(second);
        for (var human = 0; human < levels; human++)
        {
            var wanted = cube.AtHuman(first, human);
            var population = wanted + cube.AtHuman(second, human);
            for (var at = human * levels; at < (human + 1) * levels; at++)
            {
                var both = one[at] + other[at];
                var drawn = both == 0 ? 0 : DiscreteDraws.Hypergeometric(ref random, population, both, wanted);
                (oneInto[at], otherInto[at]) = (drawn, both - drawn);
                wanted -= drawn;
                population -= both;
            }
        }
    }
}
