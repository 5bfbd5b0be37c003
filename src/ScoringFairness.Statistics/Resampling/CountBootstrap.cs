using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// The bootstrap of independent responses, stratified by group: each group's confusion table is drawn anew as a multinomial
/// of its own counts. Its cost does not depend on the number of responses. Power sums are not drawn.
/// </summary>
internal static class CountBootstrap
{
    public static Draws Run(
        CountCube cube, IReadOnlyList<int> groups, int figures, Figures compute, int draws, RandomStream random, CancellationToken cancellation)
    {
        var result = new Draws(figures, draws);
        var drawn = new CountCube(cube.Groups, cube.Scale);
        var values = new double[figures];
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var group in groups)
            {
                Multinomial(ref random, cube.Table(group), cube.Size(group), drawn.Table(group));
            }
            compute(drawn, values);
            result.Put(draw, values);
        }
        return result;
    }

    /// <summary>Draws as many as there are, with the shares that they have.</summary>
    public static void Multinomial(ref RandomStream random, ReadOnlySpan<long> counts, long n, Span<long> drawn)
    {
        var (left, weight) = (n, n);
        for (var at = 0; at < counts.Length; at++)
        {
            drawn[at] = weight == 0 ? 0 : DiscreteDraws.Binomial(ref random, left, (double)counts[at] / weight);
            left -= drawn[at];
            weight -= counts[at];
        }
    }
}
