using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Puts together what clients see of an audit.</summary>
internal sealed class AuditViews(AuditStore audits, FitStore fits, TimeProvider clock)
{
    private const string Untold = "It failed; a key with the role read is told why.";

    public async Task<AuditView?> FindAsync(string organisationId, string auditId) =>
        await audits.FindAsync(organisationId, auditId) is { } audit ? await OfAsync(organisationId, audit) : null;

    /// <summary>
    /// An audit as a caller sees it: to who may not read there are only the audits that the same key began, where they stand and whether
    /// they failed, without what warnings and errors tell of the data.
    /// </summary>
    public async Task<AuditView?> FindAsync(Caller caller, string auditId) =>
        await audits.FindAsync(caller.OrganisationId, auditId) is not { } audit || (!caller.MayRead && audit.StartedBy != caller.Actor)
            ? null
            : await TellAsync(caller, audit);

    /// <summary>The same of an audit that a caller has just changed, whoever began it.</summary>
    public async Task<AuditView> ChangedAsync(Caller caller, string auditId) =>
        await TellAsync(caller, (await audits.FindAsync(caller.OrganisationId, auditId))!);

    private async Task<AuditView> TellAsync(Caller caller, Audit audit)
    {
        var view = await OfAsync(caller.OrganisationId, audit);
        return caller.MayRead
            ? view
            : view with { Review = null, Warnings = audit.Design.Raised, Error = audit.Error is null ? null : Untold, DataDigest = null };
    }

    /// <summary>The outcome of a use case about an audit that there is not.</summary>
    public static Outcome<T> NoAudit<T>(string auditId) => new Outcome<T>.Missing($"audit '{auditId}'");

    /// <summary>The answer of HTTP about an audit that there is not.</summary>
    public static ProblemHttpResult NotFound(string auditId) => NoAudit<AuditView>(auditId).Problem();

    public async Task<AuditView> OfAsync(string organisationId, Audit audit)
    {
        var progress = await fits.ProgressAsync(organisationId, audit.AuditId);
        return new AuditView
        {
            AuditId = audit.AuditId,
            Name = audit.Name,
            Status = audit.Status,
            CreatedAt = audit.CreatedAt,
            StartedAt = audit.StartedAt,
            FinishedAt = audit.FinishedAt,
            Progress = Progress(audit, progress),
            Warnings = audit.Warnings,
            Error = audit.Error,
            ScheduleId = audit.ScheduleId,
            Review = audit.Review,
            DataDigest = audit.DataDigest,
            Request = audit.Design,
        };
    }

    private AuditProgress Progress(Audit audit, FitProgressSummary fitted)
    {
        var isTraining = audit.Status == AuditStatus.Training;
        var seconds = fitted.FirstStartedAt is { } first ? (clock.GetUtcNow().UtcDateTime - first).TotalSeconds : 0;
        var planned = fitted.Total > 0
            ? fitted.Total
            : audit.Design.Items.Count * audit.Design.Scorers.Sum(scorer => scorer.FittedSplits.Count()) * audit.Design.Folds * audit.Design.Repeats;
        return new AuditProgress
        {
            FitsDone = fitted.Done,
            FitsTotal = planned,
            Fraction = audit.Status == AuditStatus.Completed ? 1 : Math.Round(fitted.Fraction, 4),
            EtaSeconds = isTraining && fitted.Fraction > 0.01 ? Math.Round(seconds * (1 - fitted.Fraction) / fitted.Fraction) : null,
            Running =
            [
                .. isTraining
                    ? fitted.Running.Select(fit => new RunningFit(fit.ItemId, fit.Scorer, fit.Split, fit.Fold, fit.Repeat, fit.Epoch, fit.Epochs, fit.Note))
                    : [],
            ],
        };
    }
}
