namespace ScoringFairness.Statistics.Counts;

/// <summary>
/// The counts n[g,h,m] of one scorer on one item, and the power sums of the raw machine score at fixed (g,h):
/// all that any measure needs.
/// </summary>
public sealed class CountCube
{
    private readonly long[] _counts;
    private readonly double[] _sums;

    /// <summary>An empty cube.</summary>
    /// <param name="groups">Number of groups.</param>
    /// <param name="scale">The item's scale.</param>
    public CountCube(int groups, ScoreScale scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentNullException.ThrowIfNull(scale);
        (Groups, Scale) = (groups, scale);
        _counts = new long[groups * Levels * Levels];
        _sums = new double[groups * Levels * 4];
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>The item's scale.</summary>
    public ScoreScale Scale { get; }

    /// <summary>Number of levels.</summary>
    public int Levels => Scale.LevelCount;

    /// <summary>Responses of group <paramref name="group"/> with that human and that machine level.</summary>
    public long this[int group, int human, int machine] => _counts[(group * Levels + human) * Levels + machine];

    /// <summary>Σ m^<paramref name="power"/> (power 1 to 4) of the raw machine score at fixed group and human level.</summary>
    public double PowerSum(int group, int human, int power) => _sums[(group * Levels + human) * 4 + power - 1];

    /// <summary>Adds one response with a raw machine score.</summary>
    public void Add(int group, int human, double machine)
    {
        var square = machine * machine;
        Add(group, human, Scale.NearestLevel(machine), 1, machine, square, square * machine, square * square);
    }

    /// <summary>Adds a row of a GROUP BY: <paramref name="count"/> responses with their power sums.</summary>
    public void Add(int group, int human, int machine, long count, double sum1, double sum2, double sum3, double sum4)
    {
        _counts[(group * Levels + human) * Levels + machine] += count;
        var at = (group * Levels + human) * 4;
        _sums[at] += sum1;
        _sums[at + 1] += sum2;
        _sums[at + 2] += sum3;
        _sums[at + 3] += sum4;
    }
}
