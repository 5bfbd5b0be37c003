using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Gates;

/// <summary>A policy applied to a report.</summary>
internal static class Gate
{
    /// <summary>Judges the widest figures of each scorer: all responses pooled, else the mean over items, else the one item.</summary>
    public static GateAnswer Evaluate(AuditReport report, OrganisationPolicy policy)
    {
        policy = policy.WrittenOut();
        var figures = new MeasureIndex(report.Measures, report.Audit.Groups);
        var lines = figures.Scorers.Where(one => one.Split is null || policy.Gate.Splits.Contains(one.Split))
            .Where(one => one.Scorer != RowCodes.Human).Select(one => figures.Widest(one.Scorer, one.Split)).ToList();
        var asked = policy.Gate.Measures ?? policy.AskedAtGate().Union(report.Measures.Where(HasMinimum).Select(row => row.Measure));
        List<GateReason> reasons = [.. asked.SelectMany(measure => OfMeasure(measure, lines, report.Measures, policy))];
        return new GateAnswer
        {
            AuditId = report.Audit.AuditId!,
            Name = report.Audit.Name,
            FinishedAt = report.Audit.FinishedAt,
            Outcome = reasons.Exists(reason => reason.Outcome == GateOutcome.Fail) ? GateOutcome.Fail
                : reasons.Exists(reason => reason.Outcome == GateOutcome.Insufficient) ? GateOutcome.Insufficient : GateOutcome.Pass,
            Reasons = [.. reasons.OrderBy(reason => reason.Outcome switch { GateOutcome.Fail => 0, GateOutcome.Insufficient => 1, _ => 2 })],
        };
    }

    /// <summary>Whether a figure is held to one of the service's minimums, that beside a second human too.</summary>
    private static bool HasMinimum(MeasureRow row) =>
        AuditDefaults.Minimums.ContainsKey(row.Measure) && row.Verdict is not (null or Verdict.Undefined);

    private static IReadOnlyList<GateReason> OfMeasure(
        string measure, IReadOnlyList<Line> lines, IReadOnlyList<MeasureRow> rows, OrganisationPolicy policy)
    {
        var found = rows.Where(row => row.Measure == measure && row.Verdict is not null
            && lines.Contains(Line.Of(row)) && row.IsMain()).ToList();
        return found.Count == 0
            ?
            [
                new GateReason
                {
                    Measure = measure,
                    Outcome = GateOutcome.Insufficient,
                    Reason = $"The audit has no judged figure of {measure} for a scorer and split that the policy judges.",
                },
            ]
            : [.. found.Select(row => OfRow(Judged(row, policy), policy.Gate.MinimumN))];
    }

    /// <summary>The policy's own tolerance or minimum stands above the one that the audit was run with.</summary>
    private static MeasureRow Judged(MeasureRow row, OrganisationPolicy policy) =>
        policy.Minimums.TryGetValue(row.Measure, out var minimum) ? RowJudgement.JudgeByMinimum(row, minimum)
            : policy.Tolerances.TryGetValue(row.Measure, out var tolerance) && row.Verdict != Verdict.Undefined ? RowJudgement.Judge(row, tolerance)
            : row;

    /// <summary>How many responses would settle it, by where the figure lies now.</summary>
    private static string Needed(MeasureRow row) => row switch
    {
        { NeededForExceeds: { } exceeds } => string.Create(
            CultureInfo.InvariantCulture, $" About {exceeds:N0} responses would show a difference as large as this one to lie outside."),
        { NeededForWithin: { } within } => string.Create(
            CultureInfo.InvariantCulture, $" About {within:N0} responses would show a scorer without a difference to lie within."),
        _ => "",
    };

    private static GateReason OfRow(MeasureRow row, int minimumN)
    {
        var small = row.NByGroup.Where(group => group.Value < minimumN).ToList();
        var (outcome, reason) = row switch
        {
            { Verdict: Verdict.Undefined } => (GateOutcome.Insufficient, $"There is no {(row.Value is null ? "figure" : "verdict")}: {row.Note}"),
            { Contrast: not null, NByGroup.Count: < 2 } => (
                GateOutcome.Insufficient, "The number of responses of a group is suppressed, so it is below the policy's."),
            _ when small.Count > 0 => (
                GateOutcome.Insufficient,
                $"Too few responses of {string.Join(", ", small.Select(group => $"'{group.Key}' ({group.Value.ToString(CultureInfo.InvariantCulture)})"))}; "
                + $"the policy asks for {minimumN} of each group."),
            { Verdict: Verdict.Exceeds } => (GateOutcome.Fail, "The whole interval lies beyond the tolerance."),
            { Verdict: Verdict.NotMet } => (GateOutcome.Fail, "The whole interval lies below the minimum."),
            { Verdict: Verdict.Inconclusive, Bound: Bound.Minimum } => (GateOutcome.Insufficient, "The interval straddles the minimum."),
            { Verdict: Verdict.Inconclusive } => (
                GateOutcome.Insufficient,
                "The interval straddles the tolerance." + Needed(row)),
            { Verdict: Verdict.Met } => (GateOutcome.Pass, "The whole interval lies at or above the minimum."),
            _ => (GateOutcome.Pass, "The whole interval lies within the tolerance."),
        };
        return new GateReason
        {
            Measure = row.Measure,
            Scorer = row.Scorer,
            Split = row.Split,
            Contrast = row.Contrast,
            Outcome = outcome,
            Reason = reason,
            Value = row.Value,
            Low = row.Low,
            High = row.High,
            Tolerance = row.Tolerance,
            Bound = row.Bound,
            NByGroup = row.NByGroup,
        };
    }
}
