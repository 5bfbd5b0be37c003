using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Reports;

/// <summary>Remarks on scorers and data by their kind, so that a long list of them is read as a short one.</summary>
internal static class WarningKinds
{
    private static readonly Dictionary<string, string> Headings = new(StringComparer.Ordinal)
    {
        ["constantMachineScores"] = "A scorer gives every response the same score",
        ["constantScores"] = "All human scores are the same",
        ["offScaleMachineScores"] = "Machine scores off the scale",
        ["learntNothing"] = "A scorer has learnt nothing",
        ["trainedElsewhere"] = "Scores from outside: what their scorer was trained on is not known",
        ["notTrained"] = "No scorer was trained",
        ["splitsNotTrained"] = "Some splits were not trained, for want of responses",
        ["unequalSplits"] = "Splits train on unequal numbers of responses",
        ["unscored"] = "Responses without a score",
        ["smallGroup"] = "Groups too small for a contrast",
        ["oneGroupOnly"] = "One group alone answered",
        ["groupMissingAtLevel"] = "A group has no response at a human score",
        ["unusedLevels"] = "Human scores that no response has",
        ["toleranceOfScale"] = "A tolerance that does not fit the scale",
        ["manyLevels"] = "A scale of many scores",
        ["cohortHeld"] = "Students who wait for more to come, for the sake of an earlier report",
        ["cohortThinned"] = "Students left out by lot, for the sake of an earlier report",
        ["scaleHardlyUsed"] = "Hardly more than one score of the scale is used",
        ["repeatedResponses"] = "Responses that share their text or their student",
        ["nearDuplicates"] = "Texts that are nearly the same",
        ["cutsMadeTheGap"] = "Cuts between levels seem to have a part in the change of a gap",
        ["textLength"] = "Groups differ in the length of their texts",
        ["erasedMeanwhile"] = "Responses were erased while the audit ran",
        ["alikeGroups"] = "Groups that are called nearly the same",
        ["missingWords"] = "Words that were read as missing",
    };

    /// <summary>Kinds in order: what makes figures worthless, what is about everything, what is about items.</summary>
    public static IReadOnlyList<WarningKind> Of(IEnumerable<AuditWarning> warnings) =>
    [
        .. warnings.GroupBy(warning => warning.Code).OrderBy(kind => kind.Key is "constantMachineScores" or "learntNothing" ? 0
            : kind.Any(warning => warning.ItemId is null) ? 1 : 2)
            .Select(kind => new WarningKind(
                Headings.GetValueOrDefault(kind.Key, "More of the same kind"), kind.Any(warning => warning.ItemId is null),
                [.. kind.GroupBy(warning => warning.Message).Select(same => Told(same.Key, [.. same.Select(warning => warning.ItemId).OfType<string>()]))])),
    ];

    private static string Told(string message, IReadOnlyList<string> items) => items.Count == 0 || items is ["all"] ? GroupWords.Of(message)
        : $"{GroupWords.Listed(items)}: {GroupWords.Of(message)}";
}

/// <summary>Remarks of one kind.</summary>
/// <param name="Heading">What they have in common.</param>
/// <param name="IsOfAll">Whether they are about everything rather than about items.</param>
/// <param name="Words">The remarks, each once.</param>
internal sealed record WarningKind(string Heading, bool IsOfAll, IReadOnlyList<string> Words);
