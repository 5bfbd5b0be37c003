using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scores;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Reports;

/// <summary>Puts the reports of stored audits together.</summary>
internal sealed class ReportStore(
    AuditStore audits, MeasureStore measures, ScoreTableStore tables, WordTableStore words,
    ToldFits fits, UnscoredResponses unscored, ScorerKinds kinds, ChatSendings sendings)
{
    /// <summary>The report of a completed audit.</summary>
    /// <returns>The audit's status with its report; the status is null where there is no such audit.</returns>
    public async Task<(string? Status, AuditReport? Report)> FindAsync(string organisationId, string auditId)
    {
        var audit = await audits.FindAsync(organisationId, auditId);
        if (audit?.Status != AuditStatus.Completed)
        {
            return (audit?.Status, null);
        }
        var rows = await measures.ListAsync(organisationId, auditId, new MeasureFilter(), after: 0, limit: null);
        var (found, students, version) = await tables.FindAsync(organisationId, auditId);
        var report = AuditReport.Of(
            Header(audit, version), audit.Data!, [.. kinds.Caveats(audit.Design.Scorers), .. audit.Warnings], [.. rows.Select(row => row.Row)], found,
            await words.FindAsync(organisationId, auditId), students);
        return (audit.Status, report with { Chat = await ChatAsync(organisationId, audit) });
    }

    /// <summary>What was audited and how.</summary>
    /// <param name="audit">The audit.</param>
    /// <param name="version">The version of the program that made its figures; null: not recorded.</param>
    internal static ReportHeader Header(Audit audit, string? version) => new ReportHeader
    {
        AuditId = audit.AuditId,
        Name = audit.Name,
        Review = audit.Review,
        CreatedAt = audit.CreatedAt,
        FinishedAt = audit.FinishedAt,
        DataDigest = audit.DataDigest,
        Version = version ?? "not recorded",
        Attribute = audit.Design.Attribute.ToString(),
        Groups = audit.Design.Groups,
        Confidence = audit.Design.Confidence,
        Seed = audit.Design.Seed,
        MinGroupSize = audit.Design.MinGroupSize,
        MinCellSize = audit.Design.MinCellSize,
        Preset = PolicyPresets.Find(audit.Design.Preset),
        Request = audit.Design,
    };

    private async Task<ChatReport?> ChatAsync(string organisationId, Audit audit) =>
        !audit.Design.Scorers.Any(scorer => kinds.Of(scorer).HasProvider) ? null : new ChatReport
        {
            Spent = await sendings.SpentAsync(organisationId, audit.AuditId, CancellationToken.None),
            Unscored = await unscored.CountsAsync(organisationId, audit.AuditId, audit.Design.MinCellSize, CancellationToken.None),
        };

    /// <summary>What the page of a report is made of, for a reader who may read the audit's responses one by one or not.</summary>
    public async Task<ReportView> ViewAsync(string organisationId, AuditReport report, bool mayReadTexts = false) =>
        new(report, await fits.ListAsync(organisationId, report.Audit.AuditId!, report.Data, report.Audit.MinCellSize, after: 0, int.MaxValue))
        {
            Organisation = organisationId,
            MayReadTexts = mayReadTexts,
        };
}
