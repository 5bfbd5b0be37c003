namespace ScoringFairness.Statistics.Counts;

/// <summary>Of each group the counts below each pair of a human and a machine level, from which any block of a table is four of them.</summary>
internal sealed class CumulativeCounts
{
    private readonly long[] _below;
    private readonly int _width;

    /// <param name="counts">Counts by group, human and machine level.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="levels">Number of levels.</param>
    public CumulativeCounts(ReadOnlySpan<long> counts, int groups, int levels)
    {
        _width = levels + 1;
        _below = new long[groups * _width * _width];
        for (var group = 0; group < groups; group++)
        {
            for (var human = 0; human < levels; human++)
            {
                var own = 0L;
                for (var machine = 0; machine < levels; machine++)
                {
                    own += counts[(group * levels + human) * levels + machine];
                    _below[At(group, human + 1, machine + 1)] = _below[At(group, human, machine + 1)] + own;
                }
            }
        }
    }

    /// <summary>Responses of a group with a human and a machine level from one to below another.</summary>
    public long Within(int group, Range human, Range machine)
    {
        var (top, bottom) = (At(group, human.Start.Value, 0), At(group, human.End.Value, 0));
        var (left, right) = (machine.Start.Value, machine.End.Value);
        return _below[bottom + right] - _below[bottom + left] - _below[top + right] + _below[top + left];
    }

    private int At(int group, int human, int machine) => (group * _width + human) * _width + machine;
}
