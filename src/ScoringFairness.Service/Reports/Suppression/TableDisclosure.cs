using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>
/// Decides what is told of one group's table, the most wanted first, while everything hidden stays hidden: agreement and means, odds,
/// then counts by human score, what squares tell, rates by level and cut, then single counts.
/// </summary>
internal sealed class TableDisclosure
{
    /// <summary>Steps of walks for a table where there are few.</summary>
    public const long MostSteps = 300_000;
    private readonly GroupCounts _group;
    private readonly IReadOnlyList<GroupCounts> _others;
    private readonly LevelCounts _mean;
    private readonly int _minCellSize;
    private readonly IReadOnlyList<(int Human, int Machine)> _cells;
    private readonly ToldCounts _told;
    private readonly int _levels;
    private bool _isHidden;
    private int _known;
    private int _afterFirst;
    private int _afterHuman;
    private bool _isDeviation;
    private (Precision Hits, Precision Means, Precision Odds) _first = (Precision.None, Precision.None, Precision.None);

    /// <param name="group">The group.</param>
    /// <param name="others">The other groups of the same table.</param>
    /// <param name="mean">What is told of its human scores first: their mean.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    /// <param name="steps">Steps of walks that it may take.</param>
    public TableDisclosure(GroupCounts group, IReadOnlyList<GroupCounts> others, LevelCounts mean, int minCellSize, long steps = MostSteps)
    {
        (_group, _others, _mean, _minCellSize, _levels) = (group, others, mean, minCellSize, group.Scores.Count);
        // A score that the group never has is told; other cells that are empty may be told or not.
        _cells =
        [
            .. Enumerable.Range(0, _levels).Where(human => group.AtHuman(human) > 0)
                .SelectMany(human => Enumerable.Range(0, _levels).Where(machine => group.AtMachine(machine) > 0).Select(machine => (human, machine))),
        ];
        _told = new ToldCounts([.. _cells.Select(cell => group.Counts[cell.Human][cell.Machine])], minCellSize, steps);
    }

    /// <param name="group">The group in all items together.</param>
    /// <param name="others">The other groups.</param>
    /// <param name="mean">What is told of its human scores in all items together first.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    /// <param name="items">What is told of the items.</param>
    public TableDisclosure(GroupCounts group, IReadOnlyList<GroupCounts> others, LevelCounts mean, int minCellSize, JointTables items)
        : this(group, others, mean, minCellSize) => (_cells, _told) = (items.Cells, items.Told);

    /// <summary>Decides all, of responses that one scorer scored.</summary>
    /// <param name="human">What of its human scores can be told.</param>
    public ToldTable Decide(LevelCounts human)
    {
        First(isShared: false);
        var isDeviation = TryTell(human);
        var areLevels = isDeviation || TryTell(human.Less(areLevels: true, isDeviation: false));
        return Rest(human.Less(areLevels, isDeviation));
    }

    /// <summary>Decides what a reader needs first: accuracy, means, odds over levels.</summary>
    /// <param name="isShared">Whether other scorers scored the same responses, so that other counts by human score must fit them too.</param>
    /// <param name="known">What of human scores is told anyway; null: nothing.</param>
    public void First(bool isShared, LevelCounts? known = null)
    {
        _isDeviation = known?.Deviation ?? false;
        Human(known).ForEach(_told.Tell);
        _isHidden = Hide(isShared);
        _known = _told.Told.Count;
        if (_isHidden)
        {
            var (hits, means) = HitsAndMeans();
            _first = (hits, means, hits.IsTold && means.IsTold ? Odds() : Precision.None);
        }
        _afterFirst = _afterHuman = _told.Told.Count;
    }

    /// <summary>Tells what is to be told of human scores, where it can be.</summary>
    public bool TryTell(LevelCounts human)
    {
        if (!_isHidden || !human.IsHidden || !_told.TryTell(Human(human), [], [.. human.Fitting.Skip(1).Select(Pattern)]))
        {
            return false;
        }
        _isDeviation = human.Deviation;
        _afterHuman = _told.Told.Count;
        return true;
    }

    /// <summary>Decides the rest.</summary>
    /// <param name="human">What is told of human scores.</param>
    public ToldTable Rest(LevelCounts human)
    {
        var (hits, means, odds) = _first;
        _told.IsPatient = false;
        var areTold = hits.IsTold && means.IsTold;
        odds = areTold && human.Told.Count == _levels && hits.IsExact && means.IsExact && TellAll() ? Precision.Exact : odds;
        var spread = Climb(areTold, Spread);
        var large = Climb(areTold, precision => [Share((h, m) => Math.Abs(h - m) >= 2 ? 1 : 0, precision)]);
        var levels = Enumerable.Range(0, _levels).Where(level => _isHidden && TellLevel(level)).ToHashSet();
        var cuts = Enumerable.Range(1, _levels - 1).Where(cut => _isHidden && TellCut(cut)).ToHashSet();
        var hidden = Counts(human);
        var meansAt = Enumerable.Range(0, _levels).Where(level => _isHidden && !hidden[level, _levels]
            && _told.TryTell(Exactly((h, m) => h == level ? _group.Scores[m] : 0))).ToHashSet();
        return new ToldTable
        {
            Size = true,
            Whole = false,
            Hits = hits,
            Means = means,
            Spread = spread,
            LargeErrors = large,
            Odds = odds,
            Levels = levels,
            Cuts = cuts,
            MeansAt = meansAt,
            Hidden = hidden,
            Proof = new TableProof(
                _cells, _told, [.. _told.Told.Take(_known), .. _told.Told.Take(_afterFirst.._afterHuman)], [.. _told.Told.Take(_known.._afterFirst)],
                [.. _told.Told.Skip(_afterHuman)]),
            Fitting = [.. _told.Fitting.Select(Table)],
        };
    }

    /// <summary>What a table of counts that are all told is told as.</summary>
    public static ToldTable Whole(GroupCounts group) => All(group, isTold: true);

    /// <summary>What a table of too few responses is told as.</summary>
    public static ToldTable Nothing(GroupCounts group) => All(group, isTold: false);

    private static ToldTable All(GroupCounts group, bool isTold)
    {
        var levels = isTold ? Enumerable.Range(0, group.Scores.Count).ToHashSet() : [];
        var precision = isTold ? Precision.Exact : Precision.None;
        var hidden = new bool[group.Scores.Count + 1, group.Scores.Count + 1];
        for (var row = 0; row <= group.Scores.Count; row++)
        {
            for (var column = 0; column <= group.Scores.Count; column++)
            {
                hidden[row, column] = !isTold;
            }
        }
        return new ToldTable
        {
            Size = isTold,
            Whole = isTold,
            Hits = precision,
            Means = precision,
            Spread = precision,
            LargeErrors = precision,
            Odds = precision,
            Levels = levels,
            Cuts = levels,
            MeansAt = levels,
            Hidden = hidden,
            Fitting = [group.Counts],
        };
    }

    private bool Hide(bool isShared)
    {
        _told.Tell(Exactly((_, _) => 1));
        if (_mean.Mean)
        {
            _told.Tell(Exactly((h, _) => _group.Scores[h]));
        }
        IEnumerable<double[]> human = isShared
            ? []
            : Enumerable.Range(0, _levels).Where(level => IsSmall(_group.AtHuman(level))).Select(level => Weights((h, _) => h == level ? 1 : 0));
        var machine = Enumerable.Range(0, _levels).Where(level => IsSmall(_group.AtMachine(level))).Select(level => Weights((_, m) => m == level ? 1 : 0));
        var cells = _cells.Distinct().Where(cell => IsSmall(_group.Counts[cell.Human][cell.Machine]))
            .Select(cell => Weights((h, m) => h == cell.Human && m == cell.Machine ? 1 : 0));
        return _mean.IsHidden && _told.Hide([.. human, .. machine, .. cells])
            && (!isShared || _told.TryTell([], [], [.. _mean.Fitting.Skip(1).Select(Pattern)]));
    }

    private List<Bound> Human(LevelCounts? human) => human is null ? [] :
    [
        .. human.Told.Select(level => Exactly((h, _) => h == level ? 1 : 0)),
        .. human.Deviation ? [Exactly((h, _) => _group.Scores[h] * _group.Scores[h])] : Array.Empty<Bound>(),
    ];

    private Bound[] Pattern(IReadOnlyList<long> human) =>
        [.. Enumerable.Range(0, _levels).Select(level => Bound.Exactly(Weights((h, _) => h == level ? 1 : 0), human[level]))];

    /// <summary>How hits and means are told: both as finely as can be, else one of them.</summary>
    private (Precision Hits, Precision Means) HitsAndMeans()
    {
        var (exact, coarse, none) = (Precision.Exact, Precision.Coarse, Precision.None);
        (Precision Hits, Precision Means)[] pairs =
            [(exact, exact), (exact, coarse), (coarse, exact), (coarse, coarse), (new Precision(1), coarse), (none, exact), (exact, none), (none, none)];
        return pairs.First(pair => _told.TryTell(
        [
            .. pair.Hits.IsTold ? [Share((h, m) => h == m ? 1 : 0, pair.Hits)] : Array.Empty<Bound>(),
            .. pair.Means.IsTold ? [Share((_, m) => _group.Scores[m], pair.Means)] : Array.Empty<Bound>(),
        ]));
    }

    /// <summary>The finest precision at which what is told hides what is hidden.</summary>
    private Precision Climb(bool isHidden, Func<Precision, IEnumerable<Bound>?> bounds) =>
        !isHidden ? Precision.None
        : Precision.Ladder.Where(precision => bounds(precision) is { } told && _told.TryTell([.. told]))
            .Select(precision => (Precision?)precision).FirstOrDefault() ?? Precision.None;

    /// <summary>A share or mean of the group, of all groups together, and its differences from the others', told with a precision.</summary>
    private Bound Share(Func<int, int, double> weight, Precision precision)
    {
        var (weights, own) = (Weights(weight), _group.Sum(weight));
        if (precision.IsExact)
        {
            return Bound.Exactly(weights, own);
        }
        var (low, high) = precision.Around(own / _group.N);
        var (from, to) = (low * _group.N, high * _group.N);
        foreach (var other in _others)
        {
            var theirs = other.Sum(weight) / other.N;
            var (least, most) = precision.Around(own / _group.N - theirs);
            (from, to) = (Math.Max(from, (least + theirs) * _group.N), Math.Min(to, (most + theirs) * _group.N));
        }
        var rest = _others.Sum(other => other.Sum(weight));
        double all = _group.N + _others.Sum(other => other.N);
        var (lowest, highest) = precision.Around((own + rest) / all);
        return new Bound(weights, Math.Max(from, lowest * all - rest), Math.Min(to, highest * all - rest));
    }

    /// <summary>How the odds of the group and each other over levels are told.</summary>
    private Precision Odds() => Precision.Ladder.Skip(1)
        .Where(precision => _told.TryTell(
            [], [.. _others.Select(other => OddsCurve.Of(_cells, [.. _told.Truth], other, precision, _minCellSize)).OfType<Curve>()], []))
        .Select(precision => (Precision?)precision).FirstOrDefault() ?? Precision.None;

    /// <summary>What squares and products tell: of the machine's scores, and of its differences from the human's.</summary>
    private IEnumerable<Bound>? Spread(Precision precision)
    {
        var squares = Weights((_, m) => _group.Scores[m] * _group.Scores[m]);
        var errors = Weights((h, m) => Math.Pow(_group.Scores[h] - _group.Scores[m], 2));
        if (precision.IsExact)
        {
            return _isDeviation ? [Exact(squares), Exact(errors)] : null;
        }
        var half = Math.Pow(10, -precision.Decimals) / 2;
        var n = (double)_group.N;
        var mean = _group.Sum((_, m) => _group.Scores[m]) / n;
        var deviation = Math.Sqrt(Math.Max(0, ToldCounts.Sum(squares, _told.Truth) / n - mean * mean));
        // An interval of a mean, two deviations over the root of n to each side, is told to the same decimals.
        var blur = half * Math.Sqrt(n) / 2;
        var (least, most) = (Math.Max(0, deviation - blur), deviation + blur);
        return
        [
            new Bound(squares, n * (least * least + mean * mean), n * (most * most + mean * mean)),
            Agreement(errors, precision, [_group], 0), Agreement(errors, precision, [_group, .. _others], _others.Sum(Errors)),
        ];
    }

    /// <summary>Root mean squared error and quadratic weighted kappa of some groups, told with a precision, as bounds of this one's errors.</summary>
    private static Bound Agreement(double[] errors, Precision precision, IReadOnlyList<GroupCounts> groups, double rest)
    {
        double n = groups.Sum(group => group.N);
        var (h, m) = (groups.Sum(group => group.Sum((human, _) => group.Scores[human])), groups.Sum(group => group.Sum((_, machine) => group.Scores[machine])));
        var all = groups.Sum(group => group.Sum((human, machine) => Math.Pow(group.Scores[human], 2) + Math.Pow(group.Scores[machine], 2))) - 2 * h * m / n;
        var sum = groups.Sum(Errors);
        var (low, high) = precision.Around(Math.Sqrt(sum / n));
        var (from, to) = (n * Math.Pow(Math.Max(0, low), 2), n * high * high);
        if (all > 0)
        {
            var (least, most) = precision.Around(1 - sum / all);
            (from, to) = (Math.Max(from, (1 - most) * all), Math.Min(to, (1 - least) * all));
        }
        return new Bound(errors, from - rest, to - rest);
    }

    private static double Errors(GroupCounts group) => group.Sum((h, m) => Math.Pow(group.Scores[h] - group.Scores[m], 2));

    /// <summary>Tells the rates of all levels and what squares tell, else those rates alone, where the group is large enough for that.</summary>
    private bool TellAll()
    {
        Bound[] levels = [.. Enumerable.Range(0, _levels).SelectMany(Level)];
        return (Spread(Precision.Exact) is { } spread && _told.TryTell([.. levels, .. spread])) || _told.TryTell(levels);
    }

    private bool TellLevel(int level) => _told.TryTell(Level(level));

    private Bound[] Level(int level) =>
        [Exactly((h, _) => h == level ? 1 : 0), Exactly((_, m) => m == level ? 1 : 0), Exactly((h, m) => h == level && m == level ? 1 : 0)];

    private bool TellCut(int cut) => _told.TryTell(
        Exactly((h, _) => h >= cut ? 1 : 0), Exactly((_, m) => m >= cut ? 1 : 0), Exactly((h, m) => h >= cut && m >= cut ? 1 : 0));

    private bool[,] Counts(LevelCounts human)
    {
        var hidden = new bool[_levels + 1, _levels + 1];
        for (var level = 0; level < _levels; level++)
        {
            hidden[level, _levels] = !human.Told.Contains(level);
        }
        foreach (var level in Enumerable.Range(0, _levels).OrderByDescending(_group.AtMachine))
        {
            var n = _group.AtMachine(level);
            hidden[_levels, level] = n > 0 && (!_isHidden || IsSmall(n) || !_told.TryTell(Exactly((_, m) => m == level ? 1 : 0)));
        }
        foreach (var (own, machine) in _cells.Distinct().OrderByDescending(cell => _group.Counts[cell.Human][cell.Machine]))
        {
            hidden[own, machine] = !_isHidden || IsSmall(_group.Counts[own][machine])
                || !_told.TryTell(Exactly((h, m) => h == own && m == machine ? 1 : 0));
        }
        return hidden;
    }

    private double[] Weights(Func<int, int, double> weight) => [.. _cells.Select(cell => weight(cell.Human, cell.Machine))];

    private Bound Exactly(Func<int, int, double> weight) => Exact(Weights(weight));

    private Bound Exact(double[] weights) => Bound.Exactly(weights, ToldCounts.Sum(weights, _told.Truth));

    private bool IsSmall(long count) => SmallCells.IsSmall(count, _minCellSize);

    private long[][] Table(long[] counts)
    {
        long[][] table = [.. Enumerable.Range(0, _levels).Select(_ => new long[_levels])];
        foreach (var (at, (human, machine)) in _cells.Index())
        {
            table[human][machine] += counts[at];
        }
        return table;
    }
}
