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
                .Select(group => Of(group.Key, CountLevels(group, scale.LevelCount), scale, minCellSize, CountStudents([.. group], scale.LevelCount))),
        ],
        NotReported = responses.Count(response => response.Group is null),
        Excluded = [],
    };

    /// <summary>Describes a group by its counts at each level.</summary>
    /// <param name="group">The group.</param>
    /// <param name="levels">Its responses at each level.</param>
    /// <param name="scale">The item's scale.</param>
    /// <param name="minCellSize">Counts of fewer students are suppressed.</param>
    /// <param name="students">Its different students, and at each level; null where each response is another's.</param>
    public static AuditedGroup Of(
        string group, IReadOnlyList<long> levels, ScoreScale scale, int minCellSize, (long All, IReadOnlyList<long> ByLevel)? students = null)
    {
        var n = levels.Sum();
        var mean = n == 0 ? (double?)null : levels.Select((count, level) => count * scale.ScoreOf(level)).Sum() / n;
        return new AuditedGroup
        {
            Group = group,
            N = n,
            Students = students?.All,
            MeanHuman = mean,
            SdHuman = n < 2
                ? null
                : Math.Sqrt(levels.Select((count, level) => count * Math.Pow(scale.ScoreOf(level) - mean!.Value, 2)).Sum() / (n - 1)),
            Levels = SmallCells.Line(levels, minCellSize, students?.ByLevel),
        };
    }

    /// <summary>The different students of responses, and at each human level; null where each response is another's.</summary>
    private static (long All, IReadOnlyList<long> ByLevel)? CountStudents(IReadOnlyCollection<PlannedResponse> responses, int levels)
    {
        var all = responses.Select(response => response.StudentNo).Distinct().Count();
        return all == responses.Count ? null : (all, CountLevels(responses.DistinctBy(response => (response.StudentNo, response.HumanLevel)), levels));
    }

    /// <summary>The different students of each group.</summary>
    public static IReadOnlyDictionary<string, long> StudentsByGroup(IReadOnlySet<(string Group, int StudentNo)> members) =>
        members.CountBy(member => member.Group).ToDictionary(group => group.Key, group => (long)group.Value);

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
