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
        for (var human = 0; human < levels; human++)
        {
            var one = cube.Table(first).Slice(human * levels, levels);
            var other = cube.Table(second).Slice(human * levels, levels);
            var oneInto = into.Table(first).Slice(human * levels, levels);
            var otherInto = into.Table(second).Slice(human * levels, levels);
            var wanted = cube.AtHuman(first, human);
            var population = wanted + cube.AtHuman(second, human);
            for (var machine = 0; machine < levels; machine++)
            {
                var both = one[machine] + other[machine];
                oneInto[machine] = both == 0 ? 0 : DiscreteDraws.Hypergeometric(ref random, population, both, wanted);
                otherInto[machine] = both - oneInto[machine];
                wanted -= oneInto[machine];
                population -= both;
            }
        }
    }
}
