using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Begins an audit, whoever asks for it.</summary>
internal sealed class StartAudit(AuditRequestReader reader, AuditStore audits, AuditViews views, OrganisationDatabase database, JobOutbox outbox)
{
    /// <summary>Reads a request and begins its audit.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="idempotencyKey">A key under which the same request sent again gives the same audit; null: none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<Outcome<AuditView>> RunAsync(Caller caller, AuditRequest request, string? idempotencyKey, CancellationToken cancellation)
    {
        if (idempotencyKey is not null && Identifier.Problem(idempotencyKey) is { } problem)
        {
            return new Outcome<AuditView>.Unclear($"Idempotency-Key {problem}.");
        }
        if (idempotencyKey is not null && await audits.FindByKeyAsync(caller.OrganisationId, idempotencyKey) is { } before)
        {
            return new Outcome<AuditView>.Done(await views.OfAsync(caller.OrganisationId, before));
        }
        var (design, errors) = await reader.ReadAsync(caller.OrganisationId, request, cancellation, mayRead: caller.MayRead);
        if (design is null)
        {
            return new Outcome<AuditView>.Refused("The audit cannot be run", errors);
        }
        var auditId = await database.InTransactionAsync(
            caller.OrganisationId, connection => BeginAsync(connection, caller, design, idempotencyKey), cancellation);
        outbox.Wake();
        var audit = auditId is null
            ? await audits.FindByKeyAsync(caller.OrganisationId, idempotencyKey!)
            : await audits.FindAsync(caller.OrganisationId, auditId);
        return new Outcome<AuditView>.Done(await views.OfAsync(caller.OrganisationId, audit!));
    }

    /// <summary>Stores, records and queues an audit in the caller's transaction; wake the <see cref="JobOutbox"/> after its commit.</summary>
    /// <returns>Its id, which grows with time; null if the idempotency key was used before, and nothing is begun.</returns>
    public static async Task<string?> BeginAsync(NpgsqlConnection connection, Caller caller, AuditDesign design, string? idempotencyKey)
    {
        var auditId = Guid.CreateVersion7().ToString("N");
        if (!await AuditSteps.AddAsync(connection, caller.OrganisationId, auditId, design, idempotencyKey))
        {
            return null;
        }
        await AuditSteps.WarnAsync(connection, caller.OrganisationId, auditId, design.Raised);
        await ActivityLog.RecordAsync(connection, caller, "audit.started", auditId, new { design.Name, design.Items });
        await AuditJobs.QueueAsync(connection, AuditJobs.Plan, caller.OrganisationId, auditId);
        return auditId;
    }
}
