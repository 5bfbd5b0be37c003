namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>What is told of a group's responses by human score: the counts beside their number, mean and standard deviation.</summary>
internal sealed class LevelCounts
{
    private const long MostSteps = 400_000;
    private readonly ToldCounts _told;

    /// <param name="levels">Responses at each level.</param>
    /// <param name="scores">The scores of the levels.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden, and what fits them spans at least this.</param>
    /// <param name="order">What is wanted most: where some counts are hidden, not all can be told.</param>
    public LevelCounts(IReadOnlyList<long> levels, IReadOnlyList<double> scores, int minCellSize, LevelOrder order = LevelOrder.MeanFirst)
    {
        Levels = levels;
        _told = new ToldCounts([.. levels], minCellSize, MostSteps);
        var size = levels.Count;
        _told.Tell(Bound.Exactly(Weights(_ => 1), levels.Sum()));
        var told = new HashSet<int>();
        foreach (var level in Enumerable.Range(0, size).Where(level => levels[level] == 0))
        {
            _told.Tell(Bound.Exactly(At(level), 0));
            told.Add(level);
        }
        IsHidden = _told.Hide(Enumerable.Range(0, size).Where(level => SmallCells.IsSmall(levels[level], minCellSize)).Select(At));
        Mean = order != LevelOrder.CountsFirst && IsHidden && _told.TryTell(Sum(score => score, scores));
        foreach (var level in Enumerable.Range(0, size).Where(level => levels[level] >= minCellSize).OrderByDescending(level => levels[level]))
        {
            if (order != LevelOrder.MeanOnly && IsHidden && _told.TryTell(Bound.Exactly(At(level), levels[level])))
            {
                told.Add(level);
            }
        }
        Mean = Mean || (order == LevelOrder.CountsFirst && IsHidden && _told.TryTell(Sum(score => score, scores)));
        Deviation = order != LevelOrder.MeanOnly && Mean && _told.TryTell(Sum(score => score * score, scores));
        Told = told;

        double[] At(int level) => Weights(at => at == level ? 1 : 0);
        double[] Weights(Func<int, double> weight) => [.. Enumerable.Range(0, size).Select(weight)];
        Bound Sum(Func<double, double> of, IReadOnlyList<double> values)
        {
            var weights = Weights(level => of(values[level]));
            return Bound.Exactly(weights, ToldCounts.Sum(weights, levels));
        }
    }

    /// <summary>The counts.</summary>
    public IReadOnlyList<long> Levels { get; }

    /// <summary>Whether counts that must be hidden are.</summary>
    public bool IsHidden { get; }

    /// <summary>The levels whose counts are told.</summary>
    public IReadOnlySet<int> Told { get; }

    /// <summary>Whether the mean human score is told.</summary>
    public bool Mean { get; }

    /// <summary>Whether their standard deviation is told.</summary>
    public bool Deviation { get; }

    /// <summary>What is told of all items together beside what is told of each: of no level that a few are hidden at.</summary>
    public LevelCounts Beside(IReadOnlyList<LevelCounts> items, int minCellSize) => items.All(item => item.Told.Count == Levels.Count)
        ? this
        : new LevelCounts(this, Told.Where(level => items.Where(item => !item.Told.Contains(level)).ToList() is var hidden
            && (hidden.Count == 0 || (hidden.Count > 1 && hidden.Sum(item => item.Levels[level]) >= 2 * minCellSize))).ToHashSet(),
            Mean && items.Count(item => !item.Mean) != 1, Deviation && items.Count(item => !item.Deviation) != 1);

    /// <summary>The same where no more can be told than the mean, or no deviation.</summary>
    public LevelCounts Less(bool areLevels, bool isDeviation) => areLevels && (isDeviation || !Deviation)
        ? this
        : new LevelCounts(this, areLevels ? Told : Told.Where(level => Levels[level] == 0).ToHashSet(), Mean, isDeviation && Deviation);

    private LevelCounts(LevelCounts whole, IReadOnlySet<int> told, bool mean, bool deviation) =>
        (Levels, _told, IsHidden, Told, Mean, Deviation) = (whole.Levels, whole._told, whole.IsHidden, told, mean, deviation);

    /// <summary>Counts that fit all that is told.</summary>
    public IReadOnlyList<long[]> Fitting => _told.Fitting;
}

/// <summary>What is wanted most of counts by level, their mean and their deviation.</summary>
internal enum LevelOrder
{
    /// <summary>The mean, then counts and the deviation.</summary>
    MeanFirst = 0,

    /// <summary>The counts, then mean and deviation.</summary>
    CountsFirst,

    /// <summary>The mean, and no count.</summary>
    MeanOnly,
}
