using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>What a reader should know about the data before any figure.</summary>
internal static class DataWarnings
{
    /// <summary>From this ratio on, training sets of different splits count as of unequal size.</summary>
    private const double UnequalSizes = 1.25;

    /// <summary>From this share of one score on, the scale counts as hardly used.</summary>
    private const double HardlyUsed = 0.8;

    /// <summary>What is to know of an item's responses; no group of a few is told of, nor by what the others are.</summary>
    public static IEnumerable<AuditWarning> Of(string itemId, ScoreScale scale, ItemPlan plan, AuditDesign design, ToldGroups told) =>
    [
        .. OfLevels(
            itemId, scale,
            DataSummary.CountLevels(plan.Responses.Where(response => told.Contains(response.Group)), scale.LevelCount),
            [
                .. design.Groups.Select(group =>
                    (group, DataSummary.CountLevels(plan.Responses.Where(response => response.Group == group), scale.LevelCount))),
            ],
            design.MinGroupSize, told),
        .. Untrained(itemId, plan, design),
        .. Sizes(itemId, plan, design, told),
        .. Repeated(itemId, plan, design, told),
    ];

    /// <summary>The same of an evaluation, which knows its responses by group alone.</summary>
    public static IEnumerable<AuditWarning> OfLevels(
        string itemId, ScoreScale scale, IReadOnlyList<(string Group, long[] Levels)> groups, int minGroupSize, ToldGroups told) =>
        OfLevels(
            itemId, scale,
            [.. Enumerable.Range(0, scale.LevelCount).Select(level => groups.Where(group => told.Contains(group.Group)).Sum(group => group.Levels[level]))],
            groups, minGroupSize, told);

    /// <param name="itemId">The item.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="used">Responses by human level, of those who are told: what the others have would show by what these have not.</param>
    /// <param name="groups">The same of each group that is compared.</param>
    /// <param name="minGroupSize">Smaller groups give no contrast.</param>
    /// <param name="told">Of a group that is not told neither number nor levels are said.</param>
    private static IEnumerable<AuditWarning> OfLevels(
        string itemId, ScoreScale scale, long[] used, IReadOnlyList<(string Group, long[] Levels)> groups, int minGroupSize, ToldGroups told)
    {
        var aside = told.AreAll ? "" : ", groups of a few aside";
        var levels = Enumerable.Range(0, scale.LevelCount).ToList();
        var unused = levels.Where(level => used[level] == 0).ToList();
        if (unused.Count > 0)
        {
            yield return new AuditWarning("unusedLevels", itemId,
                $"No response has the human score {Scores(unused)}{aside}; nothing can be learnt or said about it.");
        }
        if (unused.Count == scale.LevelCount - 1)
        {
            yield return new AuditWarning("constantScores", itemId, $"All human scores are the same{aside}; accuracy and odds mean little.");
        }
        else if (used.Max() > HardlyUsed * used.Sum())
        {
            yield return new AuditWarning("scaleHardlyUsed", itemId, string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{(double)used.Max() / used.Sum():P0} of the responses have the human score {Scores([Array.IndexOf(used, used.Max())])}{aside}; "
                + $"agreement comes easily there, and rates elsewhere rest on few."));
        }
        foreach (var (group, own) in groups)
        {
            var isSaid = told.Contains(group);
            var missing = levels.Where(level => own[level] == 0 && used[level] > 0).ToList();
            if (missing.Count > 0 && isSaid)
            {
                yield return new AuditWarning("groupMissingAtLevel", itemId,
                    $"No response of group '{group}' has the human score {Scores(missing)}; true positive rates there are undefined.");
            }
            // Of a group that is not told the sentence is the same whatever its size is, or trying sizes would tell it.
            if (!isSaid || own.Sum() < minGroupSize)
            {
                yield return new AuditWarning("smallGroup", itemId,
                    $"Group '{group}' has "
                        + (isSaid ? $"{own.Sum()} responses, fewer than {minGroupSize}" : $"fewer than {Math.Max(minGroupSize, told.MinCellSize)} students")
                        + "; its contrasts are undefined.");
            }
        }

        string Scores(IEnumerable<int> which) =>
            string.Join(", ", which.Select(level => scale.ScoreOf(level).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Says which scorers scored only some responses of an item.</summary>
    public static IEnumerable<AuditWarning> Unscored(string itemId, IReadOnlyList<UnscoredGroup> unscored) =>
        unscored.GroupBy(one => one.Scorer).Select(scorer => new AuditWarning("unscored", itemId,
            $"Scorer '{scorer.Key}' has no score for some responses ("
            + string.Join(", ", scorer.Select(one => string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{one.Group ?? "not reported"}: {one.Words}")))
            + "); its figures rest on the others."));

    /// <summary>Says which splits are not trained on an item, without the counts.</summary>
    private static IEnumerable<AuditWarning> Untrained(string itemId, ItemPlan plan, AuditDesign design)
    {
        var splits = design.Scorers.SelectMany(scorer => scorer.Splits).Distinct().Select(split => new TrainingSplit(split)).ToList();
        if (splits.Count > 0 && !plan.Clusters.AreEnough)
        {
            yield return new AuditWarning("notTrained", itemId, $"{FoldsProblem(design.Folds)} No scorer was trained on this item; the others go on.");
        }
        else if (splits.Where(split => !plan.CanTrain(split)).Select(split => split.Name).ToList() is { Count: > 0 } left)
        {
            yield return new AuditWarning("splitsNotTrained", itemId,
                $"Too few responses of the group were there to train {string.Join(", ", left)} on this item; its students train in mixed alone.");
        }
    }

    /// <summary>Why an item cannot be dealt into folds, and what helps.</summary>
    public static string FoldsProblem(int folds) =>
        $"Responses of one student, and equal texts, stay in one fold; too few students or texts differ for {folds} folds. "
        + "Send more students, or fewer folds.";

    private static IEnumerable<AuditWarning> Sizes(string itemId, ItemPlan plan, AuditDesign design, ToldGroups told)
    {
        var sizes = design.Scorers.SelectMany(scorer => scorer.Splits).Distinct().Select(split => new TrainingSplit(split)).Where(plan.CanTrain)
            .Select(split => SplitSize.Of(split, plan.Responses, plan.SplitGroups)).DefaultIfEmpty().ToList();
        if (sizes.Max() > UnequalSizes * sizes.Min())
        {
            // The mixed split takes everybody, and one group's alone its size.
            var numbers = told.AreAll ? $" (in all folds together {sizes.Min()} to {sizes.Max()})" : "";
            yield return new AuditWarning("unequalSplits", itemId,
                $"Splits train on unequal numbers of responses{numbers}: "
                + "a difference between splits may be one of size; mixedMatched is the control.");
        }
    }

    /// <summary>Says how many responses share a text or a student, among those of groups that are told: of a hidden one it would be its size.</summary>
    private static IEnumerable<AuditWarning> Repeated(string itemId, ItemPlan plan, AuditDesign design, ToldGroups told)
    {
        var together = plan.Responses.Where(response => told.Contains(response.Group)).GroupBy(response => response.ClusterNo)
            .Where(cluster => cluster.Count() > 1).SelectMany(cluster => cluster).ToList();
        if (together.Count > 0)
        {
            // Of few students it would be how many each of them gave.
            var areFew = SmallCells.IsSmall(together.DistinctBy(response => response.StudentNo).Count(), design.MinCellSize);
            yield return new AuditWarning("repeatedResponses", itemId,
                $"{(areFew ? "Some" : told.Words(together.Count))} responses share their text or their student with another"
                + $"{(told.AreAll ? "" : ", groups of a few aside")}; each such set was kept in one fold.");
        }
    }
}
