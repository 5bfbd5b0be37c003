using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Resumes a failed audit where it failed: planning, training or evaluation.</summary>
internal sealed class RetryAudit(AuditStore audits, AuditViews views, OrganisationDatabase database, FitQueues queues, JobOutbox outbox)
{
    /// <summary>Resumes it; fits that are done are kept.</summary>
    public async Task<Outcome<AuditView>> RunAsync(Caller caller, string auditId, CancellationToken cancellation)
    {
        if (await audits.FindAsync(caller.OrganisationId, auditId) is not { } audit || !audit.IsSeenBy(caller))
        {
            return AuditViews.NoAudit<AuditView>(auditId);
        }
        var before = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var status = await AuditSteps.LockAsync(connection, caller, auditId);
                if (status == AuditStatus.Failed)
                {
                    await ResumeAsync(connection, caller.OrganisationId, audit);
                    await ActivityLog.RecordAsync(connection, caller, "audit.resumed", auditId);
                }
                return status;
            },
            cancellation);
        outbox.Wake();
        return before switch
        {
            null => AuditViews.NoAudit<AuditView>(auditId),
            AuditStatus.Failed => new Outcome<AuditView>.Done(await views.ChangedAsync(caller, auditId)),
            _ => new Outcome<AuditView>.Conflict($"The audit is {before}; only one that failed can be resumed. POST /v1/audits starts another."),
        };
    }

    private async Task ResumeAsync(NpgsqlConnection connection, string organisationId, Audit audit)
    {
        var auditId = audit.AuditId;
        await JobOutbox.WithdrawAsync(connection, organisationId, auditId);
        if (audit.Data is null)
        {
            await AuditSteps.SetStatusAsync(connection, organisationId, auditId, AuditStatus.Queued);
            await AuditJobs.QueueAsync(connection, AuditJobs.Plan, organisationId, auditId);
        }
        else if (await AuditFits.RenewAsync(connection, organisationId, auditId) is { Count: > 0 } fits)
        {
            await AuditSteps.SetStatusAsync(connection, organisationId, auditId, AuditStatus.Training);
            await queues.QueueAsync(connection, organisationId, auditId, audit.Design, fits);
        }
        else
        {
            await AuditSteps.SetStatusAsync(connection, organisationId, auditId, AuditStatus.Evaluating);
            await AuditJobs.QueueAsync(connection, AuditJobs.Evaluate, organisationId, auditId);
        }
    }
}
