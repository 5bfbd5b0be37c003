using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>Score tables as they leave the service.</summary>
internal static class SuppressedTables
{
    /// <summary>
    /// Suppresses small counts of each table. A count of the pooled table goes too where exactly one item's is suppressed:
    /// the others would give it away.
    /// </summary>
    public static IReadOnlyList<ScoreTable> Of(IReadOnlyList<ScoreTable> tables, int minCellSize)
    {
        var byItem = tables.Where(table => table.ItemId is not null).ToDictionary(
            table => (table.Scorer, table.Split, table.ItemId), table => table.Groups.Select(group => Hidden(group, minCellSize)).ToList());
        return
        [
            .. tables.Select(table =>
            {
                if (table.ItemId is not null)
                {
                    return Suppress(table, byItem[(table.Scorer, table.Split, table.ItemId)]);
                }
                var items = byItem.Where(item => (item.Key.Scorer, item.Key.Split) == (table.Scorer, table.Split)).Select(item => item.Value).ToList();
                var size = table.Scores.Count;
                return Suppress(table,
                [
                    .. table.Groups.Index().Select(group => Hidden(group.Item, minCellSize, (row, column) =>
                        items.Count(item => item[group.Index][row < 0 ? size : row, column < 0 ? size : column]) == 1)),
                ]);
            }),
        ];
    }

    private static bool[,] Hidden(GroupTable group, int minCellSize, Func<int, int, bool>? alsoHidden = null) =>
        SmallCells.Table([.. group.Counts.Select(row => (IReadOnlyList<long>)[.. row.Select(count => count ?? 0)])], minCellSize, alsoHidden);

    private static ScoreTable Suppress(ScoreTable table, List<bool[,]> hidden)
    {
        var size = table.Scores.Count;
        return table with { Groups = [.. table.Groups.Index().Select(group => Suppress(group.Item, hidden[group.Index], size))] };
    }

    private static GroupTable Suppress(GroupTable group, bool[,] hidden, int size) => group with
    {
        Human = [.. group.Human.Select((count, at) => hidden[at, size] ? null : count)],
        Machine = [.. group.Machine.Select((count, at) => hidden[size, at] ? null : count)],
        Counts = [.. group.Counts.Select((row, human) => (IReadOnlyList<long?>)[.. row.Select((count, machine) => hidden[human, machine] ? null : count)])],
        Means = [.. group.Means.Select((mean, at) => hidden[at, size] ? new MeanAtScore(null, null, null, null) : mean)],
    };
}
