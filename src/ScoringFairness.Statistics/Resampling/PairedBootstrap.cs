using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// The bootstrap of responses rated twice, machine and second human together, stratified by item and group: each draw is a
/// multinomial of the joint counts of first human, second human and machine level. Sums of raw scores are not drawn.
/// </summary>
internal sealed class PairedBootstrap
{
    private readonly long[][] _counts;
    private readonly (int Human, int Second, int Machine)[][] _places;
    private readonly ulong _stream;

    public PairedBootstrap(DoubleRatings ratings, ulong stream)
    {
        _stream = stream;
        var cells = Enumerable.Range(0, ratings.Groups).Select(group => (
            from cell in ratings.Of(@group)
            let second = ratings.Scale.NearestLevel(cell.Second)
            from machine in Enumerable.Range(0, ratings.Scale.LevelCount)
            where cell[machine] > 0
            group cell[machine] by (cell.Human, second, machine) into joint
            select (Place: joint.Key, N: joint.Sum())).ToList()).ToList();
        _places = [.. cells.Select(own => own.Select(cell => cell.Place).ToArray())];
        _counts = [.. cells.Select(own => own.Select(cell => cell.N).ToArray())];
    }

    /// <summary>Makes draw number <paramref name="draw"/>, of machine and second human against the first.</summary>
    public void Draw(int draw, CountCube machine, CountCube second)
    {
        machine.Clear();
        second.Clear();
        var random = new RandomStream(_stream, draw);
        for (var group = 0; group < _counts.Length; group++)
        {
            var (counts, places) = (_counts[group], _places[group]);
            var left = counts.Sum();
            var weight = left;
            for (var at = 0; at < counts.Length; at++)
            {
                var drawn = DiscreteDraws.Binomial(ref random, left, (double)counts[at] / weight);
                (left, weight) = (left - drawn, weight - counts[at]);
                machine.Add(group, places[at].Human, places[at].Machine, drawn, 0, 0, 0, 0);
                second.Add(group, places[at].Human, places[at].Second, drawn, 0, 0, 0, 0);
            }
        }
    }
}
