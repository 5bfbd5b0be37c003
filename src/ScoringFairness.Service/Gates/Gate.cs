using System.Globalization;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Gates;

/// <summary>Whether a scorer may pass.</summary>
public enum GateOutcome
{
    /// <summary>Every figure that the policy asks for lies within its tolerance, or at or above its minimum.</summary>
    Pass,

    /// <summary>Some figure does not.</summary>
    Fail,

    /// <summary>None does, and some cannot tell.</summary>
    Insufficient,
}

/// <summary>What a gate answers.</summary>
public sealed record GateAnswer
{
    /// <summary>The audit.</summary>
    public required string AuditId { get; init; }

    /// <summary>pass, fail or insufficient.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>Each figure that was asked for, those that fail first.</summary>
    public required IReadOnlyList<GateReason> Reasons { get; init; }
}

/// <summary>One figure at a gate.</summary>
public sealed record GateReason
{
    /// <summary>The measure.</summary>
    public required string Measure { get; init; }

    /// <summary>The scorer; null where there is no figure at all.</summary>
    public string? Scorer { get; init; }

    /// <summary>The training split; null for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>The groups, reference minus focal; null where the figure is about all.</summary>
    public string? Contrast { get; init; }

    /// <summary>What the figure says by itself.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The figure.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval.</summary>
    public double? High { get; init; }

    /// <summary>The tolerance, or the minimum, that it was judged by.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Which of the two that was.</summary>
    public Bound? Bound { get; init; }

    /// <summary>Responses of each group.</summary>
    public IReadOnlyDictionary<string, long>? NByGroup { get; init; }
}

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
        List<GateReason> reasons = [.. policy.Gate.Measures.SelectMany(measure => OfMeasure(measure, lines, report.Measures, policy))];
        return new GateAnswer
        {
            AuditId = report.Audit.AuditId!,
            Outcome = reasons.Exists(reason => reason.Outcome == GateOutcome.Fail) ? GateOutcome.Fail
                : reasons.Exists(reason => reason.Outcome == GateOutcome.Insufficient) ? GateOutcome.Insufficient : GateOutcome.Pass,
            Reasons = [.. reasons.OrderBy(reason => reason.Outcome switch { GateOutcome.Fail => 0, GateOutcome.Insufficient => 1, _ => 2 })],
        };
    }

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
