using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Reports;

/// <summary>Keeps counts of a few students out of what leaves the service.</summary>
internal static class SmallCounts
{
    /// <summary>Leaves out counts from 1 to below the limit, and says so; a count of 0 stays.</summary>
    public static MeasureRow Suppress(MeasureRow row, int minCellSize)
    {
        var groups = Large(row.NByGroup, minCellSize);
        var denominators = row.Denominators is null ? null : Large(row.Denominators, minCellSize);
        return groups.Count == row.NByGroup.Count && denominators?.Count == row.Denominators?.Count
            ? row
            : row with
            {
                NByGroup = groups,
                Denominators = denominators,
                Note = $"{row.Note}{(row.Note is null ? "" : " ")}Counts below {minCellSize} are suppressed.",
            };
    }

    /// <summary>How many levels a figure covers says nothing about students.</summary>
    private static bool IsOfLevels(string name) => name is "levels" or "levelsDefined";

    private static Dictionary<string, long> Large(IReadOnlyDictionary<string, long> counts, int minCellSize) =>
        counts.Where(count => count.Value == 0 || count.Value >= minCellSize || IsOfLevels(count.Key)).ToDictionary(count => count.Key, count => count.Value);
}
