using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>Score tables as they leave the service.</summary>
internal static class SuppressedTables
{
    /// <summary>
    /// Suppresses small counts of each table, and of one scorer's tables together: where all items together and the other
    /// items would give a suppressed count away, the smallest count at that place of another item goes too.
    /// </summary>
    /// <param name="tables">The tables.</param>
    /// <param name="minCellSize">Counts of fewer students are suppressed.</param>
    /// <param name="students">The students behind the tables in which some have several responses.</param>
    public static IReadOnlyList<ScoreTable> Of(IReadOnlyList<ScoreTable> tables, int minCellSize, IReadOnlyList<StudentTable>? students = null)
    {
        var behind = (students ?? []).ToDictionary(table => (table.ItemId, table.Scorer, table.Split), table => table.Groups);
        var hidden = tables.ToDictionary(
            table => table, table => table.Groups.Index().Select(group => Hidden(group.Item, Students(table, group.Index), minCellSize)).ToList());
        foreach (var pooled in tables.Where(table => table.ItemId is null))
        {
            var all = tables.Where(table => (table.Scorer, table.Split) == (pooled.Scorer, pooled.Split)).ToList();
            for (var group = 0; group < pooled.Groups.Count; group++)
            {
                Protect(
                    [.. all.Select(table => table.Groups[group])], all.FindIndex(table => table == pooled), minCellSize,
                    [.. all.Select(table => hidden[table])], group, [.. all.Select(table => Students(table, group))]);
            }
        }
        return [.. tables.Select(table => Suppress(table, hidden[table]))];

        GroupStudents? Students(ScoreTable table, int group) => behind.GetValueOrDefault((table.ItemId, table.Scorer, table.Split))?[group];
    }

    /// <summary>Hides counts of items until no place is hidden in exactly one of the items' tables and the pooled one.</summary>
    private static void Protect(
        IReadOnlyList<GroupTable> tables, int pooled, int minCellSize, IReadOnlyList<List<bool[,]>> hidden, int group, IReadOnlyList<GroupStudents?> students)
    {
        var size = tables[pooled].Human.Count;
        var also = tables.Select(_ => new HashSet<(int, int)>()).ToList();
        var places = Enumerable.Range(0, size + 1).SelectMany(row => Enumerable.Range(0, size + 1).Select(column => (Row: row, Column: column)))
            .Where(place => place != (size, size)).ToList();
        bool hides;
        do
        {
            hides = false;
            foreach (var (row, column) in places.Where(place => hidden.Count(own => own[group][place.Row, place.Column]) == 1))
            {
                var shown = Enumerable.Range(0, tables.Count).Where(at => at != pooled && !hidden[at][group][row, column])
                    .OrderBy(at => Count(tables[at], row, column) == 0).ThenBy(at => Count(tables[at], row, column)).ToList();
                if (shown is [var next, ..])
                {
                    also[next].Add((row, column));
                    hidden[next][group] = Hidden(
                        tables[next], students[next], minCellSize, (at, other) => also[next].Contains((at < 0 ? size : at, other < 0 ? size : other)));
                    hides = true;
                }
            }
        }
        while (hides);
    }

    private static long Count(GroupTable group, int row, int column) =>
        (row == group.Human.Count ? group.Machine[column] : column == group.Human.Count ? group.Human[row] : group.Counts[row][column]) ?? 0;

    private static bool[,] Hidden(GroupTable group, GroupStudents? students, int minCellSize, Func<int, int, bool>? alsoHidden = null) =>
        SmallCells.Table([.. group.Counts.Select(row => (IReadOnlyList<long>)[.. row.Select(count => count ?? 0)])], minCellSize, alsoHidden, students);

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
