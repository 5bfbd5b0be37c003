namespace ScoringFairness.Statistics.Counts;

/// <summary>
/// The counts n[g,h,m] of one scorer on one item, and the power sums of the raw machine score at fixed (g,h):
/// all that any measure of scores needs.
/// </summary>
public sealed class CountCube
{
    /// <summary>Power sums kept at each (g,h).</summary>
    internal const int Powers = 4;

    private readonly long[] _counts;
    private readonly double[] _sums;

    // What follows from counts and sums is kept until they may have changed: of one cube many figures are asked for, one after the other.
    // Several threads may ask at once; they write the same then.
    private readonly CumulativeCounts _cumulative;
    private readonly JointMoments[] _moments;
    private volatile bool _isCounted;
    private volatile bool _isSummed;

    /// <summary>An empty cube.</summary>
    /// <param name="groups">Number of groups.</param>
    /// <param name="scale">The item's scale.</param>
    public CountCube(int groups, ScoreScale scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentNullException.ThrowIfNull(scale);
        (Groups, Scale, Levels) = (groups, scale, scale.LevelCount);
        _counts = new long[groups * Levels * Levels];
        _sums = new double[groups * Levels * Powers];
        _cumulative = new CumulativeCounts(groups, Levels);
        _moments = new JointMoments[groups];
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>The item's scale.</summary>
    public ScoreScale Scale { get; }

    /// <summary>Number of levels.</summary>
    public int Levels { get; }

    /// <summary>Responses of all groups.</summary>
    public long Total
    {
        get
        {
            var n = 0L;
            for (var group = 0; group < Groups; group++)
            {
                n += Size(group);
            }
            return n;
        }
    }

    /// <summary>Responses of group <paramref name="group"/> with that human and that machine level.</summary>
    public long this[int group, int human, int machine] => _counts[(group * Levels + human) * Levels + machine];

    /// <summary>Σ m^<paramref name="power"/> (power 1 to 4) of the raw machine score at fixed group and human level.</summary>
    public double PowerSum(int group, int human, int power) => _sums[(group * Levels + human) * Powers + power - 1];

    /// <summary>Adds responses with one raw machine score.</summary>
    /// <param name="group">Their group.</param>
    /// <param name="human">Their human level.</param>
    /// <param name="machine">Their raw machine score; a finite number.</param>
    /// <param name="count">How many they are.</param>
    public void Add(int group, int human, double machine, long count = 1)
    {
        var square = machine * machine;
        Add(group, human, Scale.NearestLevel(machine), count, count * machine, count * square, count * square * machine, count * square * square);
    }

    /// <summary>Adds a row of a GROUP BY: <paramref name="count"/> responses with their power sums.</summary>
    public void Add(int group, int human, int machine, long count, double sum1, double sum2, double sum3, double sum4)
    {
        Change();
        _counts[(group * Levels + human) * Levels + machine] += count;
        var at = (group * Levels + human) * Powers;
        _sums[at] += sum1;
        _sums[at + 1] += sum2;
        _sums[at + 2] += sum3;
        _sums[at + 3] += sum4;
    }

    /// <summary>Responses of a group.</summary>
    public long Size(int group) => Cumulative.Within(group, 0, Levels, 0, Levels);

    /// <summary>Responses of a group with a human level.</summary>
    public long AtHuman(int group, int human) => Cumulative.Within(group, human, human + 1, 0, Levels);

    /// <summary>Responses of a group with a machine level.</summary>
    public long AtMachine(int group, int machine) => Cumulative.Within(group, 0, Levels, machine, machine + 1);

    /// <summary>The cube of several items together.</summary>
    /// <param name="cubes">Cubes of the same groups and scale; at least one.</param>
    /// <exception cref="ArgumentException">The scales differ.</exception>
    public static CountCube Pool(IReadOnlyList<CountCube> cubes)
    {
        ArgumentNullException.ThrowIfNull(cubes);
        var pooled = new CountCube(cubes[0].Groups, cubes[0].Scale);
        foreach (var cube in cubes)
        {
            if (cube.Scale != pooled.Scale || cube.Groups != pooled.Groups)
            {
                throw new ArgumentException("Only cubes of one scale and the same groups can be pooled.", nameof(cubes));
            }
            pooled.AddAll(cube);
        }
        return pooled;
    }

    /// <summary>The cube whose machine gives the human's own score: human figures are computed from it as any scorer's.</summary>
    public CountCube OfHuman()
    {
        if (Total == 0)
        {
            // Empty cubes may be shared by all that scored nothing: nobody writes to them but zeros.
            return this;
        }
        var human = new CountCube(Groups, Scale);
        FillHuman(human);
        return human;
    }

    /// <summary>Makes another cube what <see cref="OfHuman"/> is.</summary>
    internal void FillHuman(CountCube human)
    {
        human.Clear();
        for (var group = 0; group < Groups; group++)
        {
            for (var level = 0; level < Levels; level++)
            {
                human.Add(group, level, Scale.ScoreOf(level), AtHuman(group, level));
            }
        }
    }

    /// <summary>The confusion table of a group, human levels in rows.</summary>
    internal ReadOnlySpan<long> Table(int group) => _counts.AsSpan(group * Levels * Levels, Levels * Levels);

    /// <summary>The same to write to.</summary>
    internal Span<long> TableToWrite(int group)
    {
        Change();
        return _counts.AsSpan(group * Levels * Levels, Levels * Levels);
    }

    /// <summary>The counts of blocks of levels.</summary>
    internal CumulativeCounts Cumulative
    {
        get
        {
            if (!_isCounted)
            {
                _cumulative.Fill(_counts);
                _isCounted = true;
            }
            return _cumulative;
        }
    }

    /// <summary>The moments of a group.</summary>
    internal JointMoments MomentsOf(int group)
    {
        if (!_isSummed)
        {
            for (var one = 0; one < Groups; one++)
            {
                var total = default(JointMoments);
                for (var human = 0; human < Levels; human++)
                {
                    total += JointMoments.At(this, one, human);
                }
                _moments[one] = total;
            }
            _isSummed = true;
        }
        return _moments[group];
    }

    /// <summary>The power sums of a group at a human level, to write to.</summary>
    internal Span<double> PowerSums(int group, int human)
    {
        _isSummed = false;
        return _sums.AsSpan((group * Levels + human) * Powers, Powers);
    }

    /// <summary>Takes every count and sum back to 0.</summary>
    internal void Clear()
    {
        Change();
        Array.Clear(_counts);
        Array.Clear(_sums);
    }

    /// <summary>Adds <paramref name="times"/> times one response; sums of order 3 and 4 are left alone.</summary>
    internal void Add(int group, int human, int machine, double raw, int times)
    {
        Change();
        _counts[(group * Levels + human) * Levels + machine] += times;
        var at = (group * Levels + human) * Powers;
        _sums[at] += times * raw;
        _sums[at + 1] += times * raw * raw;
    }

    /// <summary>Adds the counts and sums of another cube.</summary>
    internal void AddAll(CountCube other)
    {
        Change();
        for (var at = 0; at < _counts.Length; at++)
        {
            _counts[at] += other._counts[at];
        }
        for (var at = 0; at < _sums.Length; at++)
        {
            _sums[at] += other._sums[at];
        }
    }

    private void Change() => (_isCounted, _isSummed) = (false, false);
}
