using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>Describes who answered an item.</summary>
internal static class DataSummary
{
    public static AuditedItem Of(string itemId, ScoreScale scale, IReadOnlyList<PlannedResponse> responses, int minCellSize) => new()
    {
        ItemId = itemId,
        Scale = Scale.Of(scale),
        Groups =
        [
            .. responses.Where(response => response.Group is not null).GroupBy(response => response.Group!)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Of(group.Key, CountLevels(group, scale.LevelCount), scale, minCellSize)),
        ],
        NotReported = responses.Count(response => response.Group is null),
        Excluded = [],
    };

    /// <summary>Describes a group by its counts at each level.</summary>
    public static AuditedGroup Of(string group, IReadOnlyList<long> levels, ScoreScale scale, int minCellSize)
    {
        var n = levels.Sum();
        var mean = n == 0 ? (double?)null : levels.Select((count, level) => count * scale.ScoreOf(level)).Sum() / n;
        return new AuditedGroup
        {
            Group = group,
            N = n,
            MeanHuman = mean,
            SdHuman = n < 2
                ? null
                : Math.Sqrt(levels.Select((count, level) => count * Math.Pow(scale.ScoreOf(level) - mean!.Value, 2)).Sum() / (n - 1)),
            Levels = SmallCells.Line(levels, minCellSize),
        };
    }

    /// <summary>Counts responses by human level.</summary>
    public static long[] CountLevels(IEnumerable<PlannedResponse> responses, int levels)
    {
        var counts = new long[levels];
        foreach (var response in responses)
        {
            counts[response.HumanLevel]++;
        }
        return counts;
    }
}
