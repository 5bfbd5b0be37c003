using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Scorers;

/// <summary>Counts the responses that a scorer from outside gave no score.</summary>
internal static class UnscoredGroups
{
    /// <summary>Those of each group that has any; of a few students no number is said.</summary>
    /// <param name="scorer">The scorer.</param>
    /// <param name="responses">The responses of an item.</param>
    /// <param name="scored">The numbers of those that have a score.</param>
    /// <param name="minCellSize">Counts of fewer students are suppressed.</param>
    public static IReadOnlyList<UnscoredGroup> Of(
        string scorer, IReadOnlyList<PlannedResponse> responses, IReadOnlySet<int> scored, int minCellSize)
    {
        var lacking = responses.Where(response => !scored.Contains(response.ResponseNo)).ToLookup(response => response.Group);
        return
        [
            .. from all in responses.GroupBy(response => response.Group).OrderBy(all => all.Key is null).ThenBy(all => all.Key, StringComparer.Ordinal)
               where lacking[all.Key].Any()
               select new UnscoredGroup(scorer, all.Key, Told([.. lacking[all.Key]]), Told([.. all])),
        ];

        long? Told(IReadOnlyCollection<PlannedResponse> own) =>
            own.DistinctBy(response => response.StudentNo).Count() < minCellSize ? null : own.Count;
    }
}
