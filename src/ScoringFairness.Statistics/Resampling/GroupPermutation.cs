using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Permutes two groups among responses of the same item and human level: the null is that the machine score does not depend
/// on the group at a given human score. Drawn from the counts (multivariate hypergeometric), whatever the number of rows.
/// </summary>
internal static class GroupPermutation
{
    /// <summary>Runs the permutations of some items side by side.</summary>
    /// <param name="cubes">The cubes of the items.</param>
    /// <param name="first">One group.</param>
    /// <param name="second">The other.</param>
    /// <param name="figures">Number of figures.</param>
    /// <param name="compute">Computes them from the permuted cubes, one for each item.</param>
    /// <param name="permutations">How many.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="cancellation">Ends the computation between permutations.</param>
    public static Draws Run(
        IReadOnlyList<CountCube> cubes, int first, int second, int figures, Action<IReadOnlyList<CountCube>, double[]> compute,
        int permutations, RandomStream random, CancellationToken cancellation)
    {
        var result = new Draws(figures, permutations);
        var drawn = cubes.Select(cube => new CountCube(cube.Groups, cube.Scale)).ToArray();
        var values = new double[figures];
        for (var permutation = 0; permutation < permutations; permutation++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var item = 0; item < cubes.Count; item++)
            {
                Permute(ref random, cubes[item], first, second, drawn[item]);
            }
            compute(drawn, values);
            result.Put(permutation, values);
        }
        return result;
    }

    private static void Permute(ref RandomStream random, CountCube cube, int first, int second, CountCube into)
    {
        var levels = cube.Levels;
        for (var human = 0; human < levels; human++)
        {
            var one = cube.Table(first).Slice(human * levels, levels);
            var other = cube.Table(second).Slice(human * levels, levels);
            var oneInto = into.Table(first).Slice(human * levels, levels);
            var otherInto = into.Table(second).Slice(human * levels, levels);
            var wanted = Sum(one);
            var population = wanted + Sum(other);
            for (var machine = 0; machine < levels; machine++)
            {
                var both = one[machine] + other[machine];
                oneInto[machine] = DiscreteDraws.Hypergeometric(ref random, population, both, wanted);
                otherInto[machine] = both - oneInto[machine];
                wanted -= oneInto[machine];
                population -= both;
            }
        }
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += count;
        }
        return sum;
    }
}
