using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>
/// Decides what is told of one group's table, the most wanted first, while everything hidden stays hidden: agreement and means, odds,
/// what intervals and squares tell, rates by level and cut, then single counts.
/// </summary>
internal sealed class TableDisclosure
{
    private readonly GroupCounts _group;
    private readonly IReadOnlyList<GroupCounts> _others;
    private readonly LevelCounts _human;
    private readonly int _minCellSize;
    private readonly IReadOnlyList<(int Human, int Machine)> _cells;
    private readonly ToldCounts _told;
    private readonly int _levels;
    private bool _isDeviation;

    /// <param name="group">The group.</param>
    /// <param name="others">The other groups of the same table, the reference first where the group is not the reference.</param>
    /// <param name="human">What is told of its human scores.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    public TableDisclosure(GroupCounts group, IReadOnlyList<GroupCounts> others, LevelCounts human, int minCellSize)
    {
        (_group, _others, _human, _minCellSize, _levels) = (group, others, human, minCellSize, group.Scores.Count);
        _cells = [.. Enumerable.Range(0, _levels).SelectMany(h => Enumerable.Range(0, _levels).Where(m => group.AtHuman(h) > 0 && group.AtMachine(m) > 0).Select(m => (h, m)))];
        _told = new ToldCounts([.. _cells.Select(cell => group.Counts[cell.Human][cell.Machine])], minCellSize);
    }

    /// <param name="group">The group in all items together.</param>
    /// <param name="others">The other groups.</param>
    /// <param name="human">What is told of its human scores in all items together.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    /// <param name="items">What is told of the items.</param>
    public TableDisclosure(GroupCounts group, IReadOnlyList<GroupCounts> others, LevelCounts human, int minCellSize, TableProof items)
        : this(group, others, human, minCellSize) => (_cells, _told) = (items.Cells, items.Told);

    /// <summary>Decides.</summary>
    public ToldTable Decide()
    {
        var isHidden = Hide();
        var (hits, means) = isHidden ? HitsAndMeans() : (Precision.None, Precision.None);
        var odds = Odds(isHidden && hits.IsTold && means.IsTold);
        (var areLevels, _isDeviation) = isHidden ? TellHuman() : (false, false);
        var areAllTold = areLevels && odds.IsTold && hits.IsExact && means.IsExact && TellAll();
        odds = areAllTold ? Precision.Exact : odds;
        var spread = Climb(isHidden && hits.IsTold && means.IsTold, Spread);
        var levels = Enumerable.Range(0, _levels).Where(level => isHidden && TellLevel(level)).ToHashSet();
        var cuts = Enumerable.Range(1, _levels - 1).Where(cut => isHidden && TellCut(cut)).ToHashSet();
        var hidden = Counts(isHidden, areLevels);
        var meansAt = Enumerable.Range(0, _levels).Where(level => isHidden && !hidden[level, _levels]
            && _told.TryTell(Exactly((h, m) => h == level ? _group.Scores[m] : 0))).ToHashSet();
        return new ToldTable
        {
            Size = true,
            Whole = false,
            Hits = hits,
            Means = means,
            Spread = spread,
            Odds = odds,
            Levels = levels,
            Cuts = cuts,
            MeansAt = meansAt,
            Hidden = hidden,
            Proof = new TableProof(_cells, _told),
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
            Odds = precision,
            Levels = levels,
            Cuts = levels,
            MeansAt = levels,
            Hidden = hidden,
            Fitting = [group.Counts],
        };
    }

    private bool Hide()
    {
        _told.Tell(Exactly((_, _) => 1));
        var first = new LevelCounts(_human.Levels, _group.Scores, _minCellSize, isMeanFirst: true, isMeanAll: true);
        if (first.Mean)
        {
            _told.Tell(Exactly((h, _) => _group.Scores[h]));
        }
        var isHidden = first.IsHidden;
        foreach (var level in Enumerable.Range(0, _levels).Where(level => IsSmall(_human.Levels[level])))
        {
            isHidden &= _told.Hide(Weights((h, _) => h == level ? 1 : 0));
        }
        foreach (var (human, machine) in _cells.Distinct().Where(cell => IsSmall(_group.Counts[cell.Human][cell.Machine])))
        {
            isHidden &= _told.Hide(Weights((h, m) => h == human && m == machine ? 1 : 0));
        }
        foreach (var level in Enumerable.Range(0, _levels).Where(level => IsSmall(_group.AtMachine(level))))
        {
            isHidden &= _told.Hide(Weights((_, m) => m == level ? 1 : 0));
        }
        return isHidden;
    }

    private Bound[] Pattern(IReadOnlyList<long> human) =>
        [.. Enumerable.Range(0, _levels).Select(level => Bound.Exactly(Weights((h, _) => h == level ? 1 : 0), human[level]))];

    private (bool Levels, bool Deviation) TellHuman()
    {
        var open = _human.Fitting.Skip(1).Select(Pattern).ToList();
        List<Bound> levels = [.. _human.Told.Select(level => Exactly((h, _) => h == level ? 1 : 0))];
        if (_human.Deviation && _told.TryTell([.. levels, Exactly((h, _) => _group.Scores[h] * _group.Scores[h])], [], open))
        {
            return (true, true);
        }
        return (_told.TryTell(levels, [], open), false);
    }

    /// <summary>How hits and means are told: both as finely as can be, else one of them.</summary>
    private (Precision Hits, Precision Means) HitsAndMeans()
    {
        var one = Precision.Coarse;
        (Precision Hits, Precision Means)[] pairs =
        [
            (Precision.Exact, Precision.Exact), (Precision.Exact, one), (one, Precision.Exact), (one, one),
            (Precision.None, Precision.Exact), (Precision.Exact, Precision.None), (Precision.None, Precision.None),
        ];
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

    /// <summary>The odds of the group and each other over levels: linear in the group's counts where its human counts are told.</summary>
    private Precision Odds(bool isHidden)
    {
        if (!isHidden)
        {
            return Precision.None;
        }
        foreach (var precision in Precision.Ladder.Skip(1))
        {
            if (_told.TryTell([.. _others.Select(other => Odds(other, precision)).OfType<Curve>()]))
            {
                return precision;
            }
        }
        return Precision.None;
    }

    private Curve? Odds(GroupCounts other, Precision precision)
    {
        var cells = _cells.ToArray();
        double[] theirHits = [.. Enumerable.Range(0, _levels).Select(level => (double)other.Counts[level][level] / other.AtHuman(level))];
        double[] theirWrong =
        [
            .. Enumerable.Range(0, _levels).Select(level => (double)(other.AtMachine(level) - other.Counts[level][level]) / (other.N - other.AtHuman(level))),
        ];
        var value = Value(_told.Truth);
        if (!double.IsFinite(value))
        {
            return null;
        }
        var (low, high) = precision.Around(value);
        return new Curve(Value, Near, low, high);

        (double[] Human, double[] Machine, double[] Both, double N) Margins(IReadOnlyList<long> counts)
        {
            var (human, machine, both, n) = (new double[_levels], new double[_levels], new double[_levels], 0.0);
            for (var at = 0; at < _cells.Count; at++)
            {
                var (h, m) = _cells[at];
                human[h] += counts[at];
                machine[m] += counts[at];
                both[h] += h == m ? counts[at] : 0;
                n += counts[at];
            }
            return (human, machine, both, n);
        }

        bool IsUsed(double human, double n, int level) =>
            Math.Min(Math.Min(human, n - human), Math.Min(other.AtHuman(level), other.N - other.AtHuman(level))) >= Least;

        double Value(IReadOnlyList<long> counts)
        {
            Span<double> human = stackalloc double[_levels];
            Span<double> machine = stackalloc double[_levels];
            Span<double> both = stackalloc double[_levels];
            var n = 0.0;
            for (var at = 0; at < cells.Length; at++)
            {
                var (h, m) = cells[at];
                human[h] += counts[at];
                machine[m] += counts[at];
                both[h] += h == m ? counts[at] : 0;
                n += counts[at];
            }
            var (sum, levels) = (0.0, 0);
            for (var level = 0; level < _levels; level++)
            {
                if (IsUsed(human[level], n, level))
                {
                    sum += Math.Abs((both[level] / human[level]) - theirHits[level])
                        + Math.Abs(((machine[level] - both[level]) / (n - human[level])) - theirWrong[level]);
                    levels++;
                }
            }
            return sum / (2 * levels);
        }

        // With the counts by human score and the signs of the differences kept, odds are a sum.
        IEnumerable<Bound> Near(IReadOnlyList<long> counts)
        {
            var (human, machine, both, n) = Margins(counts);
            int[] used = [.. Enumerable.Range(0, _levels).Where(level => IsUsed(human[level], n, level))];
            if (used.Length == 0)
            {
                yield break;
            }
            var (all, rest) = (new double[_cells.Count], 0.0);
            for (var level = 0; level < _levels; level++)
            {
                yield return new Bound(Weights((h, _) => h == level ? 1 : 0), human[level], human[level]);
            }
            foreach (var level in used)
            {
                var (hits, theirs) = ((double)other.Counts[level][level], other.AtHuman(level));
                var hit = hits / theirs;
                var wrong = (other.AtMachine(level) - hits) / (other.N - theirs);
                var (isHit, isWrong) = (Math.Sign(both[level] / human[level] - hit), Math.Sign((machine[level] - both[level]) / (n - human[level]) - wrong));
                var (hitSign, wrongSign) = (isHit == 0 ? 1 : isHit, isWrong == 0 ? 1 : isWrong);
                var ofHit = Weights((h, m) => h == level && m == level ? hitSign / human[level] : 0);
                var ofWrong = Weights((h, m) => h != level && m == level ? wrongSign / (n - human[level]) : 0);
                yield return new Bound(ofHit, hitSign * hit, double.PositiveInfinity);
                yield return new Bound(ofWrong, wrongSign * wrong, double.PositiveInfinity);
                for (var at = 0; at < all.Length; at++)
                {
                    all[at] += (ofHit[at] + ofWrong[at]) / (2 * used.Length);
                }
                rest -= (hitSign * hit + wrongSign * wrong) / (2 * used.Length);
            }
            yield return new Bound(all, low - rest + 1e-7, high - rest - 1e-7);
        }
    }

    private const int Least = 1;

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

    private bool[,] Counts(bool isHidden, bool areLevels)
    {
        var hidden = new bool[_levels + 1, _levels + 1];
        for (var level = 0; level < _levels; level++)
        {
            hidden[level, _levels] = _human.Levels[level] > 0 && !(areLevels && _human.Told.Contains(level));
        }
        foreach (var level in Enumerable.Range(0, _levels).OrderByDescending(_group.AtMachine))
        {
            var n = _group.AtMachine(level);
            hidden[_levels, level] = n > 0 && (!isHidden || IsSmall(n) || !_told.TryTell(Exactly((_, m) => m == level ? 1 : 0)));
        }
        foreach (var (human, machine) in _cells.Distinct().OrderByDescending(cell => _group.Counts[cell.Human][cell.Machine]))
        {
            hidden[human, machine] = !isHidden || IsSmall(_group.Counts[human][machine])
                || !_told.TryTell(Exactly((h, m) => h == human && m == machine ? 1 : 0));
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
