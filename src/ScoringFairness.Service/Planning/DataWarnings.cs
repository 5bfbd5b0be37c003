using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>What a reader should know about the data before any figure.</summary>
internal static class DataWarnings
{
    /// <summary>From this ratio on, training sets of different splits count as of unequal size.</summary>
    private const double UnequalSizes = 1.25;

    /// <summary>From this share of one score on, the scale counts as hardly used.</summary>
    private const double HardlyUsed = 0.8;

    public static IEnumerable<AuditWarning> Of(string itemId, ScoreScale scale, ItemPlan plan, AuditDesign design)
    {
        var levels = Enumerable.Range(0, scale.LevelCount).ToList();
        var used = DataSummary.CountLevels(plan.Responses, scale.LevelCount);
        var unused = levels.Where(level => used[level] == 0).ToList();
        if (unused.Count > 0)
        {
            yield return new AuditWarning("unusedLevels", itemId,
                $"No response has the human score {Scores(unused)}; nothing can be learnt or said about it.");
        }
        if (unused.Count == scale.LevelCount - 1)
        {
            yield return new AuditWarning("constantScores", itemId, "All human scores are the same; accuracy and odds mean little.");
        }
        else if (used.Max() > HardlyUsed * plan.Responses.Count)
        {
            yield return new AuditWarning("scaleHardlyUsed", itemId, string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{(double)used.Max() / plan.Responses.Count:P0} of the responses have the human score {Scores([Array.IndexOf(used, used.Max())])}; "
                + $"agreement comes easily there, and rates elsewhere rest on few."));
        }
        foreach (var group in design.Groups)
        {
            var own = DataSummary.CountLevels(plan.Responses.Where(response => response.Group == group), scale.LevelCount);
            var missing = levels.Where(level => own[level] == 0 && used[level] > 0).ToList();
            if (missing.Count > 0)
            {
                yield return new AuditWarning("groupMissingAtLevel", itemId,
                    $"No response of group '{group}' has the human score {Scores(missing)}; true positive rates there are undefined.");
            }
            if (own.Sum() < design.MinGroupSize)
            {
                yield return new AuditWarning("smallGroup", itemId,
                    $"Group '{group}' has {own.Sum()} responses, fewer than {design.MinGroupSize}; its contrasts are undefined.");
            }
        }
        foreach (var warning in Sizes(itemId, plan, design).Concat(Repeated(itemId, plan)))
        {
            yield return warning;
        }

        string Scores(IEnumerable<int> which) =>
            string.Join(", ", which.Select(level => scale.ScoreOf(level).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Says which scorers scored only some responses of an item.</summary>
    public static IEnumerable<AuditWarning> Unscored(string itemId, IReadOnlyList<UnscoredGroup> unscored) =>
        unscored.GroupBy(one => one.Scorer).Select(scorer => new AuditWarning("unscored", itemId,
            $"Scorer '{scorer.Key}' has no score for some responses ("
            + string.Join(", ", scorer.Select(one => string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{one.Group ?? "not reported"}: {one.N?.ToString() ?? "a few"} of {one.Of}")))
            + "); its figures rest on the others."));

    private static IEnumerable<AuditWarning> Sizes(string itemId, ItemPlan plan, AuditDesign design)
    {
        var sizes = design.Scorers.SelectMany(scorer => scorer.Splits).Distinct()
            .Select(split => SplitSize.Of(new TrainingSplit(split), plan.Responses, design.Groups)).DefaultIfEmpty().ToList();
        if (sizes.Max() > UnequalSizes * sizes.Min())
        {
            yield return new AuditWarning("unequalSplits", itemId,
                $"Splits train on unequal numbers of responses (in all folds together {sizes.Min()} to {sizes.Max()}): "
                + "a difference between splits may be one of size; mixedMatched is the control.");
        }
    }

    private static IEnumerable<AuditWarning> Repeated(string itemId, ItemPlan plan)
    {
        var together = plan.Responses.GroupBy(response => response.ClusterNo).Where(cluster => cluster.Count() > 1).Sum(cluster => cluster.Count());
        if (together > 0)
        {
            yield return new AuditWarning("repeatedResponses", itemId,
                $"{together} responses share their text or their student with another; each such set was kept in one fold.");
        }
    }
}
