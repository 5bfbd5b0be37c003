using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// One of the rates that a distance between groups is made of: how often the machine score lies from <paramref name="Least"/> to
/// <paramref name="Most"/> among the responses whose human level lies from <paramref name="From"/> to <paramref name="To"/>, or
/// outside of that.
/// </summary>
internal readonly record struct RatePart(int From, int To, bool Outside, int Least, int Most)
{
    /// <summary>Whether responses of that human level are in the denominator.</summary>
    public bool Counts(int human) => (human >= From && human <= To) != Outside;

    /// <summary>Whether a machine level is a hit.</summary>
    public bool Hits(int machine) => machine >= Least && machine <= Most;

    /// <summary>True and false positive rates of each level or cut.</summary>
    public static RatePart[] OfOdds(IEnumerable<int> levels, Basis basis, int count) =>
    [
        .. levels.SelectMany(level =>
        {
            var last = basis == Basis.Level ? level : count - 1;
            return new[] { new RatePart(level, last, Outside: false, level, last), new RatePart(level, last, Outside: true, level, last) };
        }),
    ];

    /// <summary>The share of each machine level at each of the human levels.</summary>
    public static RatePart[] OfTotalVariation(IEnumerable<int> levels, int count) =>
        [.. levels.SelectMany(human => Enumerable.Range(0, count).Select(machine => new RatePart(human, human, Outside: false, machine, machine)))];

    /// <summary>The rate of a group.</summary>
    public Rate Of(CountCube cube, int group)
    {
        var (hits, n) = (0L, 0L);
        for (var human = 0; human < cube.Levels; human++)
        {
            if (Counts(human))
            {
                var row = cube.Table(group).Slice(human * cube.Levels, cube.Levels);
                for (var machine = 0; machine < row.Length; machine++)
                {
                    n += row[machine];
                    hits += Hits(machine) ? row[machine] : 0;
                }
            }
        }
        return new Rate(hits, n);
    }
}
