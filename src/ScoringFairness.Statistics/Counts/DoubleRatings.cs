namespace ScoringFairness.Statistics.Counts;

/// <summary>
/// The responses to one item that two humans rated, with one scorer's scores: for each group, first human level and second rating
/// the counts by machine level and the sums of the raw machine score. All that pairs machine and second human, and all that a
/// regression on the true score needs.
/// </summary>
public sealed class DoubleRatings
{
    private readonly SortedDictionary<(int Human, double Second), DoubleRatingCell>[] _cells;

    /// <summary>No response.</summary>
    /// <param name="groups">Number of groups.</param>
    /// <param name="scale">The item's scale.</param>
    public DoubleRatings(int groups, ScoreScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        Scale = scale;
        _cells = [.. Enumerable.Range(0, groups).Select(_ => new SortedDictionary<(int, double), DoubleRatingCell>())];
    }

    /// <summary>Number of groups.</summary>
    public int Groups => _cells.Length;

    /// <summary>The item's scale.</summary>
    public ScoreScale Scale { get; }

    /// <summary>The cells of a group, by first level and then by second rating.</summary>
    public IEnumerable<DoubleRatingCell> Of(int group) => _cells[group].Values;

    /// <summary>Responses of a group.</summary>
    public long Size(int group) => _cells[group].Values.Sum(cell => cell.N);

    /// <summary>Adds responses with one raw machine score.</summary>
    /// <param name="group">Their group.</param>
    /// <param name="human">Their first human level.</param>
    /// <param name="second">Their second human rating, on the scale or between its levels.</param>
    /// <param name="machine">Their raw machine score.</param>
    /// <param name="count">How many they are.</param>
    public void Add(int group, int human, double second, double machine, long count = 1) =>
        Add(group, human, second, Scale.NearestLevel(machine), count, count * machine, count * machine * machine);

    /// <summary>Adds a row of a GROUP BY: <paramref name="count"/> responses of one machine level with Σ m and Σ m².</summary>
    public void Add(int group, int human, double second, int machine, long count, double sum, double squares)
    {
        if (!_cells[group].TryGetValue((human, second), out var cell))
        {
            _cells[group].Add((human, second), cell = new DoubleRatingCell(human, second, Scale.LevelCount));
        }
        cell.Add(machine, count, sum, squares);
    }

    /// <summary>Adds those of another item of the same scale.</summary>
    public DoubleRatings AddAll(DoubleRatings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var group = 0; group < Groups; group++)
        {
            foreach (var cell in other.Of(group))
            {
                for (var machine = 0; machine < Scale.LevelCount; machine++)
                {
                    // The sums belong to the cell, not to a level of it: they come with the first.
                    Add(group, cell.Human, cell.Second, machine, cell[machine], machine == 0 ? cell.Sum : 0, machine == 0 ? cell.Squares : 0);
                }
            }
        }
        return this;
    }

    /// <summary>The machine against the first human, as counts; without sums above the second power.</summary>
    internal CountCube OfMachine()
    {
        var cube = new CountCube(Groups, Scale);
        foreach (var (group, cell) in All())
        {
            for (var machine = 0; machine < Scale.LevelCount; machine++)
            {
                cube.Add(group, cell.Human, machine, cell[machine], machine == 0 ? cell.Sum : 0, machine == 0 ? cell.Squares : 0, 0, 0);
            }
        }
        return cube;
    }

    /// <summary>The second human against the first, in the machine's place.</summary>
    internal CountCube OfSecond()
    {
        var cube = new CountCube(Groups, Scale);
        foreach (var (group, cell) in All())
        {
            cube.Add(group, cell.Human, cell.Second, cell.N);
        }
        return cube;
    }

    private IEnumerable<(int Group, DoubleRatingCell Cell)> All() => Enumerable.Range(0, Groups).SelectMany(group => Of(group).Select(cell => (group, cell)));
}

/// <summary>Responses of one group, first human level and second human rating.</summary>
public sealed class DoubleRatingCell
{
    private readonly long[] _counts;

    internal DoubleRatingCell(int human, double second, int levels) => (Human, Second, _counts) = (human, second, new long[levels]);

    /// <summary>The first human level.</summary>
    public int Human { get; }

    /// <summary>The second human rating.</summary>
    public double Second { get; }

    /// <summary>Responses.</summary>
    public long N { get; private set; }

    /// <summary>Σ m of the raw machine scores.</summary>
    public double Sum { get; private set; }

    /// <summary>Σ m².</summary>
    public double Squares { get; private set; }

    /// <summary>Responses that the machine gave a level.</summary>
    public long this[int machine] => _counts[machine];

    internal void Add(int machine, long count, double sum, double squares)
    {
        _counts[machine] += count;
        (N, Sum, Squares) = (N + count, Sum + sum, Squares + squares);
    }
}
