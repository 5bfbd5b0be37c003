namespace ScoringFairness.Statistics.Counts;

/// <summary>Of each group the counts below each pair of a human and a machine level, from which any block of a table is four of them.</summary>
internal sealed class CumulativeCounts
{
    private readonly long[] _below;
    private readonly int _groups;
    private readonly int _levels;
    private readonly int _width;

    /// <param name="groups">Number of groups.</param>
    /// <param name="levels">Number of levels.</param>
    public CumulativeCounts(int groups, int levels)
    {
        (_groups, _levels, _width) = (groups, levels, levels + 1);
        _below = new long[groups * _width * _width];
    }

    /// <summary>Takes over counts by group, human and machine level.</summary>
    public void Fill(ReadOnlySpan<long> counts)
    {
        for (var group = 0; group < _groups; group++)
        {
            for (var human = 0; human < _levels; human++)
            {
                var row = counts.Slice((group * _levels + human) * _levels, _levels);
                var above = _below.AsSpan(At(group, human, 1), row.Length);
                var into = _below.AsSpan(At(group, human + 1, 1), row.Length);
                var own = 0L;
                for (var machine = 0; machine < row.Length; machine++)
                {
                    own += row[machine];
                    into[machine] = above[machine] + own;
                }
            }
        }
    }

    /// <summary>Responses of a group with a human and a machine level from one to below another.</summary>
    public long Within(int group, int fromHuman, int toHuman, int fromMachine, int toMachine)
    {
        var (top, bottom) = (At(group, fromHuman, 0), At(group, toHuman, 0));
        return _below[bottom + toMachine] - _below[bottom + fromMachine] - _below[top + toMachine] + _below[top + fromMachine];
    }

    private int At(int group, int human, int machine) => (group * _width + human) * _width + machine;
}
