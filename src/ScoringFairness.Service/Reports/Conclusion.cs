using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>What a report comes to for one scorer, in one sentence; every part of it is a verdict that stands below.</summary>
internal static class Conclusion
{
    /// <summary>The sentence.</summary>
    public static string Of(Findings findings)
    {
        if (findings.IsConstant)
        {
            return $"{findings.Name} gives every response the same score: nothing can be said about bias, disparity or fairness, "
                + "and as a scorer it is of no use.";
        }
        List<string> parts =
        [
            .. Differences(findings),
            .. Part(findings, Verdict.Exceeds, questions => $"it goes beyond the tolerance in {questions}"),
            .. Part(findings, Verdict.Inconclusive, questions => $"whether it keeps within the tolerance in {questions} cannot be told from these data"),
            .. Part(findings, Verdict.Within, questions => $"it keeps within the tolerance in {questions}"),
            .. Part(findings, Verdict.Undefined, questions => $"nothing can be said about {questions}"),
            .. Quality(findings),
        ];
        return parts.Count == 0 ? $"There are no figures of {findings.Name} here." : $"{findings.Name}: {string.Join("; ", parts)}.";
    }

    /// <summary>The first answer of each question: a difference may be shown where it is open whether the tolerance is kept.</summary>
    private static IEnumerable<string> Differences(Findings findings)
    {
        // What lies beyond the tolerance differs beyond chance.
        var shown = findings.Gravest.Where(one => one.Answer is { Difference.Present: Presence.Yes, Verdict: not Verdict.Exceeds })
            .ToLookup(one => one.Answer.Difference.IsLeftOpen);
        if (shown[false].Any())
        {
            yield return $"it shows a difference in {Questions(shown[false])}";
        }
        if (shown[true].Any())
        {
            yield return $"it differs in {Questions(shown[true])}, which after Holm's adjustment may be chance";
        }
    }

    private static string Questions(IEnumerable<Finding> findings, bool isAbout = true) => GroupWords.Listed(
        [.. findings.Select(one => one.Measure.Question.Title.ToLowerInvariant() + (isAbout ? $" ({one.About})" : ""))]);

    private static IEnumerable<string> Part(Findings findings, Verdict verdict, Func<string, string> words)
    {
        var found = findings.Cards(verdict);
        if (found.Count > 0)
        {
            yield return words(Questions(found, isAbout: verdict == Verdict.Exceeds));
        }
    }

    private static IEnumerable<string> Quality(Findings findings) => findings.Qwk?.Verdict switch
    {
        Verdict.Met => ["it agrees with the human as well as the minimum asks"],
        Verdict.NotMet => ["it agrees with the human less than the minimum asks"],
        Verdict.Inconclusive => ["whether it agrees with the human as well as the minimum asks is open"],
        _ => [],
    };
}
