using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>What is told of every table of a report, items and all responses together.</summary>
internal sealed class ReportDisclosure
{
    private const int MostCells = 160;
    private readonly Dictionary<(string? ItemId, string Scorer, string? Split), TableTold> _tables;
    private readonly Dictionary<(string? ItemId, string Group), LevelCounts> _humans = [];

    /// <param name="tables">The audit's tables, nothing suppressed.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    public ReportDisclosure(IReadOnlyList<ScoreTable> tables, int minCellSize)
    {
        MinCellSize = minCellSize;
        var counts = tables.Select(table => (Table: table, Groups: GroupCounts.Of(table))).ToList();
        foreach (var item in counts.GroupBy(one => one.Table.ItemId))
        {
            foreach (var fullest in item.SelectMany(one => one.Groups).GroupBy(group => group.Group).Select(group => group.MaxBy(one => one.N)!))
            {
                _humans[(item.Key, fullest.Group)] = new LevelCounts(fullest.Human, fullest.Scores, minCellSize);
            }
        }
        foreach (var (key, human) in _humans.Where(human => human.Key.ItemId is null).ToList())
        {
            var items = _humans.Where(item => item.Key.ItemId is not null && item.Key.Group == key.Group).Select(item => item.Value);
            _humans[key] = human.Beside([.. items], minCellSize);
        }
        // Each table is decided by itself, so that the order in which threads take them changes nothing; items before all together.
        _tables = counts.AsParallel().AsOrdered().Where(one => one.Table.ItemId is not null)
            .Select(one => new TableTold(one.Table, one.Groups, [.. one.Groups.Select(group => Decide(one.Table, group, one.Groups, []))])).ToDictionary(Key);
        foreach (var pooled in counts.AsParallel().AsOrdered().Where(one => one.Table.ItemId is null).Select(Pooled).ToList())
        {
            _tables[Key(pooled)] = pooled;
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

    private static (string? ItemId, string Scorer, string? Split) Key(TableTold told) => (told.Table.ItemId, told.Table.Scorer, told.Table.Split);

    private TableTold Pooled((ScoreTable Table, IReadOnlyList<GroupCounts> Groups) one)
    {
        var items = Items(one.Table.Scorer, one.Table.Split);
        var told = new TableTold(one.Table, one.Groups, [.. one.Groups.Select(group => Decide(one.Table, group, one.Groups, items))]);
        return told with { Groups = [.. told.Groups.Index().Select(group => PooledTables.Decide(group.Item, group.Index, told, items, MinCellSize))] };
    }

    private ToldTable Decide(ScoreTable table, GroupCounts group, IReadOnlyList<GroupCounts> groups, IReadOnlyList<TableTold> items)
    {
        var human = _humans[(table.ItemId, group.Group)];
        var missing = human.Levels.Sum() - group.N;
        if (SmallCells.IsSmall(group.N, MinCellSize) || SmallCells.IsSmall(missing, MinCellSize))
        {
            // How many have no score of this scorer would follow from how many have one.
            return TableDisclosure.Nothing(group);
        }
        List<TableProof> proofs = [.. items.Select(item => Proof(item, group.Group)).OfType<TableProof>()];
        if (items.All(item => item.Of(group.Group) is { Whole: true }) && !group.HasSmall(MinCellSize))
        {
            return TableDisclosure.Whole(group);
        }
        IReadOnlyList<GroupCounts> others = [.. groups.Where(other => other != group && other.N >= MinCellSize)];
        human = missing == 0 ? human : new LevelCounts(group.Human, group.Scores, MinCellSize);
        return proofs.Count == items.Count && proofs.Count > 0 && proofs.Sum(proof => proof.Cells.Count) <= MostCells
            ? new TableDisclosure(group, others, human, MinCellSize, TableProof.Join(proofs, MinCellSize)).Decide() with { IsJoint = true }
            : new TableDisclosure(group, others, human, MinCellSize).Decide();
    }
}

/// <summary>A table and what is told of each of its groups.</summary>
/// <param name="Table">The table, nothing suppressed.</param>
/// <param name="Counts">Its groups' counts.</param>
/// <param name="Groups">What is told of them, in the same order.</param>
internal sealed record TableTold(ScoreTable Table, IReadOnlyList<GroupCounts> Counts, IReadOnlyList<ToldTable> Groups)
{
    /// <summary>What is told of a group; null where the table has none of that name.</summary>
    public ToldTable? Of(string group) => Counts.Index().Where(one => one.Item.Group == group).Select(one => Groups[one.Index]).FirstOrDefault();
}
