using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>How an audit begins, whoever asks for it.</summary>
internal static class AuditStart
{
    /// <summary>An id of its own; ids grow with time.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("N");

    /// <summary>Stores, records and queues an audit in the caller's transaction; wake the <see cref="JobOutbox"/> after its commit.</summary>
    /// <returns>False if the idempotency key was used before; nothing is begun then.</returns>
    public static async Task<bool> BeginAsync(
        NpgsqlConnection connection, Caller caller, string auditId, AuditDesign design, string? idempotencyKey)
    {
        if (!await AuditSteps.AddAsync(connection, caller.OrganisationId, auditId, design, idempotencyKey))
        {
            return false;
        }
        await ActivityLog.RecordAsync(connection, caller, "audit.started", auditId, new { design.Name, design.Items });
        await JobOutbox.AddAsync(connection, PlanAudit.Kind, QueueSettings.Audits, caller.OrganisationId, auditId, [null]);
        return true;
    }
}
