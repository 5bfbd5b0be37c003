using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>
/// Suppression of counts of a few students: those from 1 to below the least size, and, where a total would give a suppressed
/// count away, the smallest of its neighbours too (primary and complementary suppression).
/// </summary>
/// <remarks>
/// What is guarded against is subtraction within one table. Rates published with their denominators tell about counts as well:
/// the guard against that is the least size of a group.
/// </remarks>
internal static class SmallCells
{
    /// <summary>Counts from 1 to below this are suppressed where nothing else is asked for.</summary>
    public const int Least = 10;

    /// <summary>A line of counts whose total is shown.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="minCellSize">Counts from 1 to below this are suppressed.</param>
    /// <param name="students">How many different students are behind each, which then decides; null: as many as are counted.</param>
    public static IReadOnlyList<long?> Line(IReadOnlyList<long> counts, int minCellSize, IReadOnlyList<long>? students = null)
    {
        var hidden = (students ?? counts).Select(count => IsSmall(count, minCellSize)).ToArray();
        if (hidden.Count(one => one) == 1 && Smallest(counts, hidden) is { } next)
        {
            hidden[next] = true;
        }
        return [.. counts.Select((count, at) => hidden[at] ? null : (long?)count)];
    }

    /// <summary>A square table whose row and column totals are shown, as far as they are not suppressed themselves.</summary>
    /// <param name="counts">The counts by row and column.</param>
    /// <param name="minCellSize">Counts from 1 to below this are suppressed.</param>
    /// <param name="alsoHidden">Cells to be suppressed for a reason outside the table; row −1 or column −1 names a total.</param>
    /// <param name="students">How many different students are behind each count, which then decides; null: as many as are counted.</param>
    /// <returns>Which cells are suppressed; the last row and column are the totals.</returns>
    public static bool[,] Table(
        IReadOnlyList<IReadOnlyList<long>> counts, int minCellSize, Func<int, int, bool>? alsoHidden = null, GroupStudents? students = null)
    {
        var size = counts.Count;
        var rows = Line([.. counts.Select(row => row.Sum())], minCellSize, students?.Human);
        var columns = Line([.. Enumerable.Range(0, size).Select(column => counts.Sum(row => row[column]))], minCellSize, students?.Machine);
        var hidden = new bool[size + 1, size + 1];
        for (var at = 0; at < size; at++)
        {
            hidden[at, size] = rows[at] is null || alsoHidden?.Invoke(at, -1) == true;
            hidden[size, at] = columns[at] is null || alsoHidden?.Invoke(-1, at) == true;
            for (var column = 0; column < size; column++)
            {
                hidden[at, column] = IsSmall((students?.Counts ?? counts)[at][column], minCellSize) || alsoHidden?.Invoke(at, column) == true;
            }
        }
        while (HideNeighbours(counts, hidden))
        {
            // Each pass hides more; a pass that finds no line with one suppressed entry is the last.
        }
        return hidden;
    }

    private static bool HideNeighbours(IReadOnlyList<IReadOnlyList<long>> counts, bool[,] hidden)
    {
        var size = counts.Count;
        var changed = false;
        for (var line = 0; line < size; line++)
        {
            changed |= HideInLine([.. counts[line]], at => (line, at));
            changed |= HideInLine([.. counts.Select(row => row[line])], at => (at, line));
        }
        return changed;

        bool HideInLine(long[] cells, Func<int, (int Row, int Column)> place)
        {
            var flags = Enumerable.Range(0, size + 1).Select(at => hidden[place(at).Row, place(at).Column]).ToArray();
            if (flags.Count(flag => flag) != 1 || Smallest(cells, flags) is not { } next)
            {
                return false;
            }
            hidden[place(next).Row, place(next).Column] = true;
            return true;
        }
    }

    /// <summary>The place of the smallest count above 0 that is shown; of any that is shown, where all are 0.</summary>
    private static int? Smallest(IReadOnlyList<long> counts, bool[] hidden) =>
        Enumerable.Range(0, counts.Count).Where(at => !hidden[at]).OrderBy(at => counts[at] == 0).ThenBy(at => counts[at])
            .Select(at => (int?)at).FirstOrDefault();

    /// <summary>Whether a count is of a few: 1 to below the least size. A count of 0 is not, nor one that is not told.</summary>
    public static bool IsSmall(long? count, int minCellSize) => count > 0 && count < minCellSize;
}
