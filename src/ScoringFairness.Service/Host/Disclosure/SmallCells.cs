namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>
/// Suppression of counts of a few students: those from 1 to below the least size, and, where a total would give a suppressed
/// count away, the smallest of its neighbours too (primary and complementary suppression).
/// </summary>
internal static class SmallCells
{
    /// <summary>Counts from 1 to below this are suppressed where nothing else is asked for.</summary>
    public const int Least = 10;

    /// <summary>A line of counts whose total is shown.</summary>
    public static IReadOnlyList<long?> Line(IReadOnlyList<long> counts, int minCellSize)
    {
        var hidden = counts.Select(count => IsSmall(count, minCellSize)).ToArray();
        if (hidden.Count(one => one) == 1 && Smallest(counts, hidden) is { } next)
        {
            hidden[next] = true;
        }
        return [.. counts.Select((count, at) => hidden[at] ? null : (long?)count)];
    }

    /// <summary>The place of the smallest count above 0 that is shown; of any that is shown, where all are 0.</summary>
    private static int? Smallest(IReadOnlyList<long> counts, bool[] hidden) =>
        Enumerable.Range(0, counts.Count).Where(at => !hidden[at]).OrderBy(at => counts[at] == 0).ThenBy(at => counts[at])
            .Select(at => (int?)at).FirstOrDefault();

    /// <summary>Whether a count is of a few: 1 to below the least size. A count of 0 is not, nor one that is not told.</summary>
    public static bool IsSmall(long? count, int minCellSize) => count > 0 && count < minCellSize;
}
