using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>What to do after a report, each step from what a card of it tells.</summary>
internal static class NextSteps
{
    /// <summary>The steps about one scorer, the most urgent first.</summary>
    public static IReadOnlyList<string> Of(Findings findings, AuditReport report, MeasureIndex figures) =>
    [
        .. Unusable(findings),
        .. Beyond(findings, figures),
        .. Open(findings),
        .. CauseSteps.Of(findings, figures),
        .. Unheard(report),
        .. Settled(findings, figures.Scorers.Count > 1),
    ];

    private static IEnumerable<string> Unusable(Findings findings)
    {
        if (findings.IsConstant)
        {
            yield return "Do not deploy it. Look for what makes it give one score: the upload, the scale, or a training run that has learnt nothing.";
        }
        else if (findings.Qwk is { Verdict: Verdict.NotMet, Value: { } value, Tolerance: { } least } row)
        {
            yield return $"Do not deploy it as the only scorer: its QWK of {FigureFormat.Value(value, least, isSigned: false)} lies below the minimum of "
                + $"{FigureFormat.Score(row.Tolerance.Value)} for all groups, whatever the differences between them.";
        }
    }

    private static IEnumerable<string> Beyond(Findings findings, MeasureIndex figures)
    {
        var beyond = findings.Cards(Verdict.Exceeds);
        if (beyond.Count == 0)
        {
            yield break;
        }
        var groups = Concerned(beyond);
        var others = Concerned(findings.With(Verdict.Exceeds)).Except(groups).ToList();
        yield return $"Do not deploy it without human review of the responses of {GroupWords.Listed(groups)}: "
            + $"{GroupWords.Listed([.. beyond.Select(one => one.Measure.Question.Title.ToLowerInvariant())])} "
            + $"{(beyond.Count == 1 ? "is" : "are")} beyond the tolerance, interval and all"
            + $"{(others.Count == 0 ? "" : $". So is, in contrasts that no card tells, a figure of {GroupWords.Listed(others)}")}.";
        foreach (var one in beyond.Where(one => one.Measure == DisparityMeasures.MeanScoreGapChange
            && CutGaps.HavePart(figures, findings.Line, one.Contrast)))
        {
            yield return $"The cuts between levels seem to have a part in the change of the gap of {one.Contrast.Title}: try others (option cuts), "
                + "then audit again.";
        }
    }

    /// <summary>To whose cost findings are, or between whom.</summary>
    private static List<string> Concerned(IReadOnlyList<Finding> findings) =>
    [
        .. findings.SelectMany(one => one.Measure.IsSigned && one.Answer.Value is { } value
            ? [one.Contrast.Against(value)] : new[] { one.Contrast.Reference, one.Contrast.Focal }).Distinct().Select(GroupWords.Of),
    ];

    private static IEnumerable<string> Open(Findings findings)
    {
        var open = findings.Cards(Verdict.Inconclusive);
        foreach (var one in open)
        {
            yield return NeededResponses.Of(one);
        }
        if (open.Count > 0 && findings.Cards(Verdict.Exceeds).Count == 0)
        {
            yield return "Until that is settled, have humans score again a random part of the responses of these groups, and compare.";
        }
    }

    private static IEnumerable<string> Unheard(AuditReport report)
    {
        var small = report.Audit.Groups.Where(group => report.Data.Items.All(item =>
            item.Groups.FirstOrDefault(one => one.Group == group)?.N is not { } n || n < report.Audit.MinGroupSize)).Select(GroupWords.Of).ToList();
        if (small.Count > 0)
        {
            yield return $"Collect at least {report.Audit.MinGroupSize} responses to an item from {GroupWords.Listed(small)}: "
                + "until then nothing is known about them.";
        }
    }

    private static IEnumerable<string> Settled(Findings findings, bool areSeveral)
    {
        if (findings.Gravest.Count == 0 || findings.Cards(Verdict.Within).Count < findings.Gravest.Count || findings.Qwk?.Verdict is not (null or Verdict.Met))
        {
            yield break;
        }
        var shown = findings.Gravest.Where(one => one.Answer.Difference is { Present: Presence.Yes, IsLeftOpen: false })
            .Select(one => $"{one.Measure.Question.Title.ToLowerInvariant()} ({one.About})").ToList();
        yield return (shown.Count == 0 ? $"Nothing here speaks against {findings.Name} for these groups and items."
            : $"A difference in {GroupWords.Listed(shown)} is shown, and it lies within the tolerance; nothing else here speaks against {findings.Name} for "
                + "these groups and items.")
            + (areSeveral ? " The table below tells of the other scorers." : "")
            + " Repeat the audit when scorer, items or students change; a schedule does that.";
    }
}
