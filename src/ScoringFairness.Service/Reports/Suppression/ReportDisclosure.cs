using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>What is told of every table of a report, items and all responses together.</summary>
internal sealed class ReportDisclosure
{
    private const int MostCells = 100;
    private const long MostSteps = 3_000_000;
    private readonly Dictionary<(string? ItemId, string Scorer, string? Split), TableTold> _tables;
    private readonly Dictionary<(string? ItemId, string Group), LevelCounts> _humans = [];
    private readonly long _steps;

    /// <param name="tables">The audit's tables, nothing suppressed.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    public ReportDisclosure(IReadOnlyList<ScoreTable> tables, int minCellSize)
    {
        MinCellSize = minCellSize;
        List<OneTable> all = [.. tables.Select(table => new OneTable(table, GroupCounts.Of(table)))];
        _steps = Math.Min(TableDisclosure.MostSteps, MostSteps / Math.Max(1, all.Sum(one => one.Groups.Count(group => group.HasSmall(minCellSize)))));
        // Responses of one group to one item are decided by themselves, so that the order in which threads take them changes nothing.
        var items = all.Where(one => one.Table.ItemId is not null).GroupBy(one => one.Table.ItemId).SelectMany(item => ByGroup([.. item])).ToList();
        var decided = items.AsParallel().AsOrdered().Select(part => (Part: part, Told: DecideItem(part))).ToList();
        Keep(decided);
        _tables = Told([.. all.Where(one => one.Table.ItemId is not null)], decided);
        List<OneTable> pooled = [.. all.Where(one => one.Table.ItemId is null)];
        var together = ByGroup(pooled).AsParallel().AsOrdered().Select(part => (Part: part, Told: DecideTogether(part))).ToList();
        Keep(together);
        foreach (var (table, group, told) in together.SelectMany(one => one.Told.Items.Select(item => (item.Table, one.Part.Group, item.Told))))
        {
            _tables[Key(table)] = _tables[Key(table)].With(group, told);
        }
        foreach (var (key, alone) in Told(pooled, together))
        {
            var own = Items(alone.Table.Scorer, alone.Table.Split);
            _tables[key] = alone with
            {
                Groups = [.. alone.Groups.Index().Select(group => PooledTables.Decide(group.Item, group.Index, alone, own, minCellSize))],
            };
        }
    }

    /// <summary>Counts from 1 to below this are hidden.</summary>
    public int MinCellSize { get; }

    /// <summary>What is told of a table; null where there is none.</summary>
    public TableTold? Of(string? itemId, string scorer, string? split) => _tables.GetValueOrDefault((itemId, scorer, split));

    /// <summary>What is told of a scorer's tables of single items.</summary>
    public IReadOnlyList<TableTold> Items(string scorer, string? split) =>
        [.. _tables.Values.Where(told => told.Table.ItemId is not null && (told.Table.Scorer, told.Table.Split) == (scorer, split))];

    /// <summary>The items.</summary>
    public IReadOnlyList<string> ItemIds => [.. _tables.Keys.Select(key => key.ItemId).OfType<string>().Distinct()];

    /// <summary>What is told of all tables of an item, or of all responses.</summary>
    public IReadOnlyList<TableTold> Scorers(string? itemId) => [.. _tables.Values.Where(told => told.Table.ItemId == itemId)];

    /// <summary>What is told of a group's human scores; null where there is no table of them.</summary>
    public LevelCounts? Human(string? itemId, string group) => _humans.GetValueOrDefault((itemId, group));

    private static TableProof? Proof(TableTold item, string group) => item.Of(group) is not { } told ? null
        : told.Whole ? TableProof.Whole(item.Counts.Single(counts => counts.Group == group)) : told.Proof;

    private static (string? ItemId, string Scorer, string? Split) Key(ScoreTable table) => (table.ItemId, table.Scorer, table.Split);

    /// <summary>The tables of one item, or of all together, by group.</summary>
    private static IEnumerable<GroupPart> ByGroup(IReadOnlyList<OneTable> tables) => tables
        .SelectMany(one => one.Groups.Select(group => group.Group)).Distinct()
        .Select(group => new GroupPart(group, [.. tables.Where(one => one.Groups.Any(counts => counts.Group == group))]));

    private static Dictionary<(string? ItemId, string Scorer, string? Split), TableTold> Told(
        IReadOnlyList<OneTable> tables, IReadOnlyList<(GroupPart Part, GroupTold Told)> decided)
    {
        var told = decided.SelectMany(one => one.Part.Tables.Zip(one.Told.Tables, (table, own) => (table.Table, one.Part.Group, own)))
            .ToDictionary(one => (one.Table, one.Group), one => one.own);
        return tables.ToDictionary(
            one => Key(one.Table),
            one => new TableTold(one.Table, one.Groups, [.. one.Groups.Select(group => told[(one.Table, group.Group)])]));
    }

    private void Keep(IReadOnlyList<(GroupPart Part, GroupTold Told)> decided)
    {
        foreach (var (part, told) in decided)
        {
            _humans[(part.Tables[0].Table.ItemId, part.Group)] = told.Human;
        }
    }

    private GroupTold DecideItem(GroupPart part)
    {
        var fullest = part.Counts.MaxBy(counts => counts.N)!;
        return Decide(
            part, new LevelCounts(fullest.Human, fullest.Scores, MinCellSize), _ => true, _ => { },
            (one, mean) => new TableDisclosure(part.Of(one), Others(one, part.Group), mean, MinCellSize, _steps));
    }

    private GroupTold DecideTogether(GroupPart part)
    {
        var fullest = part.Counts.MaxBy(counts => counts.N)!;
        var items = _humans.Where(item => item.Key.ItemId is not null && item.Key.Group == part.Group).Select(item => item.Value).ToList();
        var joint = new Dictionary<OneTable, JointTables?>();
        var revised = new List<(ScoreTable Table, ToldTable Told)>();
        foreach (var one in part.Tables)
        {
            var own = Items(one.Table.Scorer, one.Table.Split);
            List<TableProof?> proofs = [.. own.Select(item => Proof(item, part.Group))];
            joint[one] = proofs.Count > 0 && proofs.All(proof => proof is not null) && proofs.Sum(proof => proof!.Cells.Count) <= MostCells
                ? new JointTables(proofs, MinCellSize, _steps)
                : null;
        }
        var told = Decide(
            part, new LevelCounts(fullest.Human, fullest.Scores, MinCellSize).Beside(items, MinCellSize),
            one => Items(one.Table.Scorer, one.Table.Split).All(item => item.Of(part.Group) is null or { Whole: true }),
            one =>
            {
                if (joint[one] is { } tables)
                {
                    var own = Items(one.Table.Scorer, one.Table.Split);
                    revised.AddRange(own.Select(item => item.Table).Zip(tables.TellItems([.. own.Select(item => item.Of(part.Group)!)])));
                }
            },
            (one, mean) => joint[one] is { } proof
                ? new TableDisclosure(part.Of(one), Others(one, part.Group), mean, MinCellSize, proof)
                : new TableDisclosure(part.Of(one), Others(one, part.Group), mean, MinCellSize, _steps));
        return told with
        {
            Items = revised,
            Tables = [.. told.Tables.Zip(part.Tables, (table, one) => table with { IsJoint = table.Proof is not null && joint[one] is not null })],
        };
    }

    private GroupTold Decide(
        GroupPart part, LevelCounts human, Func<OneTable, bool> mayBeWhole, Action<OneTable> afterFirst,
        Func<OneTable, LevelCounts, TableDisclosure> disclosure)
    {
        var told = new Dictionary<OneTable, ToldTable>();
        var rest = new List<(OneTable One, TableDisclosure Disclosure)>();
        var scores = part.Counts[0].Scores;
        var mean = new LevelCounts(human.Levels, scores, MinCellSize, LevelOrder.MeanOnly);
        foreach (var one in part.Tables)
        {
            var counts = part.Of(one);
            var missing = human.Levels.Sum() - counts.N;
            if (SmallCells.IsSmall(counts.N, MinCellSize) || SmallCells.IsSmall(missing, MinCellSize))
            {
                // How many have no score of this scorer would follow from how many have one.
                told[one] = TableDisclosure.Nothing(counts);
            }
            else if (mayBeWhole(one) && !counts.HasSmall(MinCellSize))
            {
                told[one] = TableDisclosure.Whole(counts);
            }
            else if (missing != 0)
            {
                told[one] = disclosure(one, new LevelCounts(counts.Human, scores, MinCellSize, LevelOrder.MeanOnly))
                    .Decide(new LevelCounts(counts.Human, scores, MinCellSize));
            }
            else
            {
                rest.Add((one, disclosure(one, mean)));
            }
        }
        // A table of which all is told tells the human scores, whatever else is.
        var isKnown = told.Any(one => one.Value.Whole && part.Of(one.Key).N == human.Levels.Sum());
        foreach (var (one, own) in rest)
        {
            own.First(isShared: rest.Count > 1, isKnown ? human : null);
            afterFirst(one);
        }
        var isDeviation = isKnown || rest.All(one => one.Disclosure.TryTell(human));
        var areLevels = isDeviation || rest.All(one => one.Disclosure.TryTell(human.Less(areLevels: true, isDeviation: false)));
        human = rest.Count == 0 ? human : human.Less(areLevels, isDeviation);
        foreach (var (one, own) in rest)
        {
            told[one] = own.Rest(human);
        }
        return new GroupTold(human, [.. part.Tables.Select(one => told[one])], []);
    }

    private List<GroupCounts> Others(OneTable one, string group) => [.. one.Groups.Where(other => other.Group != group && other.N >= MinCellSize)];

    private sealed record OneTable(ScoreTable Table, IReadOnlyList<GroupCounts> Groups);

    private sealed record GroupPart(string Group, IReadOnlyList<OneTable> Tables)
    {
        public IReadOnlyList<GroupCounts> Counts => [.. Tables.Select(Of)];

        public GroupCounts Of(OneTable table) => table.Groups.Single(counts => counts.Group == Group);
    }

    private sealed record GroupTold(LevelCounts Human, IReadOnlyList<ToldTable> Tables, IReadOnlyList<(ScoreTable Table, ToldTable Told)> Items);
}

/// <summary>A table and what is told of each of its groups.</summary>
/// <param name="Table">The table, nothing suppressed.</param>
/// <param name="Counts">Its groups' counts.</param>
/// <param name="Groups">What is told of them, in the same order.</param>
internal sealed record TableTold(ScoreTable Table, IReadOnlyList<GroupCounts> Counts, IReadOnlyList<ToldTable> Groups)
{
    /// <summary>The same with something else told of a group.</summary>
    public TableTold With(string group, ToldTable told) => this with { Groups = [.. Counts.Zip(Groups, (counts, own) => counts.Group == group ? told : own)] };

    /// <summary>What is told of a group; null where the table has none of that name.</summary>
    public ToldTable? Of(string group) => Counts.Index().Where(one => one.Item.Group == group).Select(one => Groups[one.Index]).FirstOrDefault();
}
