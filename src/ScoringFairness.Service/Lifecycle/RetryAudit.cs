using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>A failed audit goes on where it failed: planning, training or evaluation.</summary>
internal static class AuditRetry
{
    internal static async Task<Results<Accepted<AuditView>, ProblemHttpResult>> PostAsync(
        string auditId, Caller caller, AuditStore audits, AuditViews views, OrganisationDatabase database, FitQueues queues, JobOutbox outbox,
        CancellationToken cancellation)
    {
        if (await audits.FindAsync(caller.OrganisationId, auditId) is not { } audit)
        {
            return AuditsEndpoints.NoAudit(auditId);
        }
        var before = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var status = await AuditSteps.LockAsync(connection, caller.OrganisationId, auditId);
                if (status == AuditStatus.Failed)
                {
                    await ResumeAsync(connection, caller.OrganisationId, audit, queues);
                    await ActivityLog.RecordAsync(connection, caller, "audit.resumed", auditId);
                }
                return status;
            },
            cancellation);
        outbox.Wake();
        return before switch
        {
            null => AuditsEndpoints.NoAudit(auditId),
            AuditStatus.Failed => TypedResults.Accepted($"/v1/audits/{auditId}", (await views.FindAsync(caller.OrganisationId, auditId))!),
            _ => Problems.Conflict($"The audit is {before}; only one that failed can be resumed. POST /v1/audits starts another."),
        };
    }

    private static async Task ResumeAsync(NpgsqlConnection connection, string organisationId, Audit audit, FitQueues queues)
    {
        var auditId = audit.AuditId;
        await JobOutbox.WithdrawAsync(connection, organisationId, auditId);
        if (audit.Data is null)
        {
            await AuditSteps.SetStatusAsync(connection, organisationId, auditId, AuditStatus.Queued);
            await JobOutbox.AddAsync(connection, PlanAudit.Kind, QueueSettings.Audits, organisationId, auditId, [null]);
        }
        else if (await FitStore.RenewAsync(connection, organisationId, auditId) is { Count: > 0 } fits)
        {
            await AuditSteps.SetStatusAsync(connection, organisationId, auditId, AuditStatus.Training);
            await queues.AddAsync(connection, organisationId, auditId, audit.Design, fits);
        }
        else
        {
            await AuditSteps.SetStatusAsync(connection, organisationId, auditId, AuditStatus.Evaluating);
            await JobOutbox.AddAsync(connection, EvaluateAudit.Kind, QueueSettings.Audits, organisationId, auditId, [null]);
        }
    }
}
