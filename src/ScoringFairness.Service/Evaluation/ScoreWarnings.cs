using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What a reader should know about machine scores before any figure.</summary>
internal static class ScoreWarnings
{
    /// <summary>
    /// Scorers that give every response of an item one and the same level: they look perfectly fair, and are of no use.
    /// </summary>
    public static IEnumerable<AuditWarning> Of(EvaluationData data) =>
        from scorer in data.Scorers.Index()
        from item in data.Items.Index()
        let cube = data.Cubes[scorer.Index][item.Index]
        where cube.Total > 0 && UsedLevels(cube) == 1
        select new AuditWarning("constantMachineScores", item.Item.ItemId,
            $"Scorer '{scorer.Item.Name}'{(scorer.Item.Split is { } split ? $", split '{split}'," : "")} gives every response the same score: "
            + "equal odds and a gap of 0 say nothing about fairness here.");

    /// <summary>Says which scorers gave some responses of an item no score, and why.</summary>
    public static IEnumerable<AuditWarning> OfUnscored(IReadOnlyList<UnscoredCount> counts) =>
        from scorer in counts.GroupBy(count => (count.ItemId, count.Scorer, count.Split))
        let groups = string.Join("; ", scorer.Select(count =>
            $"{count.Group ?? "not reported"}: {count.Share} {count.Words}"))
        select new AuditWarning("unscored", scorer.Key.ItemId,
            $"Scorer '{scorer.Key.Scorer}'{(scorer.Key.Split is { } split ? $", split '{split}'," : "")} gave some responses no score ({groups}); "
            + "its figures rest on the others, and a group that is refused more often is treated differently whatever they say.");

    private static int UsedLevels(CountCube cube) => Enumerable.Range(0, cube.Levels)
        .Count(machine => Enumerable.Range(0, cube.Groups).Any(group => cube.AtMachine(group, machine) > 0));
}
