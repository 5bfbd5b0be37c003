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
        await ReadAsync(organisationId, auditId) is var (audit, progress) ? View(audit, progress) : null;

    /// <summary>
    /// An audit as a caller sees it: to who may not read there are only the audits that the same key began, where they stand and whether
    /// they failed, without what warnings and errors tell of the data.
    /// </summary>
    public async Task<AuditView?> FindAsync(Caller caller, string auditId) =>
        await ReadAsync(caller.OrganisationId, auditId) is var (audit, progress) && audit.IsSeenBy(caller)
            ? Tell(caller, audit, progress)
            : null;

    /// <summary>The same of an audit that a caller has just changed.</summary>
    /// <param name="caller">Who changed it.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="review">What the caller said of it, which is told to who said it; null: nothing.</param>
    public async Task<AuditView> ChangedAsync(Caller caller, string auditId, AuditReview? review = null)
    {
        var (audit, progress) = (await ReadAsync(caller.OrganisationId, auditId))!.Value;
        var view = Tell(caller, audit, progress);
        return view with { Review = view.Review ?? review };
    }

    /// <summary>An audit and where its fits stand, asked for side by side: who reads waits once.</summary>
    private async Task<(Audit Audit, FitProgressSummary Progress)?> ReadAsync(string organisationId, string auditId)
    {
        var progress = fits.ProgressAsync(organisationId, [auditId]);
        var audit = await audits.FindAsync(organisationId, auditId);
        var summary = (await progress).GetValueOrDefault(auditId) ?? FitProgressSummary.None;
        return audit is null ? null : (audit, summary);
    }

    private AuditView Tell(Caller caller, Audit audit, FitProgressSummary progress)
    {
        var view = View(audit, progress);
        return caller.MayRead
            ? view
            : view with { Review = null, Warnings = audit.Design.Raised, Error = audit.Error is null ? null : Untold, DataDigest = null };
    }

    /// <summary>The outcome of a use case about an audit that there is not.</summary>
    public static Outcome<T> NoAudit<T>(string auditId) => new Outcome<T>.Missing($"audit '{auditId}'");

    /// <summary>The answer of HTTP about an audit that there is not.</summary>
    public static ProblemHttpResult NotFound(string auditId) => NoAudit<AuditView>(auditId).Problem();

    public async Task<AuditView> OfAsync(string organisationId, Audit audit) => (await OfAsync(organisationId, [audit]))[0];

    /// <summary>The same of many, in their order.</summary>
    public async Task<IReadOnlyList<AuditView>> OfAsync(string organisationId, IReadOnlyList<Audit> many)
    {
        var progress = many.Count == 0 ? null : await fits.ProgressAsync(organisationId, [.. many.Select(audit => audit.AuditId)]);
        return [.. many.Select(audit => View(audit, progress!.GetValueOrDefault(audit.AuditId) ?? FitProgressSummary.None))];
    }

    private AuditView View(Audit audit, FitProgressSummary progress) => new()
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

    private AuditProgress Progress(Audit audit, FitProgressSummary fitted)
    {
        var isTraining = audit.Status == AuditStatus.Training;
        var planned = fitted.Total > 0
            ? fitted.Total
            : audit.Design.Items.Count * audit.Design.Scorers.Sum(scorer => scorer.FittedSplits.Count()) * audit.Design.Folds * audit.Design.Repeats;
        return new AuditProgress
        {
            FitsDone = fitted.Done,
            FitsTotal = planned,
            Fraction = audit.Status == AuditStatus.Completed ? 1 : fitted.Rounded,
            EtaSeconds = isTraining ? fitted.SecondsLeft(clock.GetUtcNow().UtcDateTime) : null,
            Running =
            [
                .. isTraining
                    ? fitted.Running.Select(fit => new RunningFit(fit.ItemId, fit.Scorer, fit.Split, fit.Fold, fit.Repeat, fit.Epoch, fit.Epochs, fit.Note))
                    : [],
            ],
        };
    }
}
