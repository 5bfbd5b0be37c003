using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// The bootstrap of independent responses, stratified by item and group: each group's confusion table is drawn anew as a
/// multinomial of its own counts, so that the cost does not depend on the number of responses. The sums of raw scores follow
/// from the drawn counts where raw scores are levels; elsewhere they are drawn from their normal limit, with the mean and the
/// covariance of (m, m²) that the power sums to order 4 give.
/// </summary>
internal sealed class CountBootstrap
{
    private readonly CountCube _cube;
    private readonly bool _rawIsLevel;
    private readonly ulong _stream;

    /// <summary>The bootstrap of one scorer on one item.</summary>
    public CountBootstrap(CountCube cube, ulong stream) =>
        (_cube, _rawIsLevel, _stream) = (cube, RawSums.AreOfLevels(cube), stream);

    /// <summary>Makes draw number <paramref name="draw"/>.</summary>
    public void Draw(int draw, CountCube into)
    {
        var random = new RandomStream(_stream, draw);
        for (var group = 0; group < _cube.Groups; group++)
        {
            Multinomial(ref random, _cube.Table(group), _cube.Size(group), into.TableToWrite(group));
        }
        if (_rawIsLevel)
        {
            RawSums.OfLevels(into);
        }
        else
        {
            RawSums.Normal(ref random, _cube, into);
        }
    }

    /// <summary>Draws as many as there are, with the shares that they have.</summary>
    public static void Multinomial(ref RandomStream random, ReadOnlySpan<long> counts, long n, Span<long> drawn)
    {
        var (left, weight) = (n, n);
        for (var at = 0; at < counts.Length; at++)
        {
            drawn[at] = counts[at] == 0 ? 0 : DiscreteDraws.Binomial(ref random, left, (double)counts[at] / weight);
            left -= drawn[at];
            weight -= counts[at];
        }
    }
}
