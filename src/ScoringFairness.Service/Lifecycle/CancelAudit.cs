using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Scores;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Calls an audit off, with every fit of it that is not done.</summary>
internal sealed class CancelAudit(AuditViews views, OrganisationDatabase database)
{
    /// <summary>Calls it off; one that is called off already stays so.</summary>
    public async Task<Outcome<AuditView>> RunAsync(Caller caller, string auditId, CancellationToken cancellation)
    {
        var status = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var before = await AuditSteps.LockAsync(connection, caller, auditId);
                if (before is not null && !AuditStatus.IsFinal(before))
                {
                    await AuditSteps.SetStatusAsync(connection, caller.OrganisationId, auditId, AuditStatus.Cancelled);
                    await AuditFits.CancelAsync(connection, caller.OrganisationId, auditId);
                    await TaughtScores.DeleteAsync(connection, caller.OrganisationId, auditId, fits: null);
                    await ActivityLog.RecordAsync(connection, caller, "audit.cancelled", auditId);
                }
                return before;
            },
            cancellation);
        return status switch
        {
            null => AuditViews.NoAudit<AuditView>(auditId),
            AuditStatus.Completed or AuditStatus.Failed =>
                new Outcome<AuditView>.Conflict($"The audit is {status}; only one that is under way can be called off."),
            _ => new Outcome<AuditView>.Done(await views.ChangedAsync(caller, auditId)),
        };
    }
}
