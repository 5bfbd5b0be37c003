using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Begins an audit, whoever asks for it.</summary>
internal sealed class StartAudit(
    AuditRequestReader reader, AuditStore audits, AuditViews views, OrganisationDatabase database, JobOutbox outbox, ContractOptions contract)
{
    /// <summary>Reads a request and begins its audit.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="idempotencyKey">A key under which the same request sent again gives the same audit, and another is refused; null: none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<Outcome<AuditView>> RunAsync(Caller caller, AuditRequest request, string? idempotencyKey, CancellationToken cancellation)
    {
        if (idempotencyKey is not null && Identifier.Problem(idempotencyKey) is { } problem)
        {
            return new Outcome<AuditView>.Refused(
                "The header cannot be used", new Dictionary<string, string[]> { ["Idempotency-Key"] = [$"{problem}."] }, IsOfBody: false);
        }
        var key = idempotencyKey is null ? null : RequestKey.Of(idempotencyKey, request, contract.Json);
        if (key is not null && await audits.FindByKeyAsync(caller.OrganisationId, key) is { } before)
        {
            return await AgainAsync(caller, key, before);
        }
        var (design, errors) = await reader.ReadAsync(caller.OrganisationId, request, cancellation, mayRead: caller.MayRead);
        if (design is null)
        {
            return new Outcome<AuditView>.Refused("The audit cannot be run", errors);
        }
        var auditId = await database.InTransactionAsync(
            caller.OrganisationId, connection => BeginAsync(connection, caller, design, key, scheduleId: null), cancellation);
        outbox.Wake();
        return auditId is not null
            ? new Outcome<AuditView>.Done(await views.ChangedAsync(caller, auditId))
            : await audits.FindByKeyAsync(caller.OrganisationId, key!) is { } meanwhile
                ? await AgainAsync(caller, key!, meanwhile)
                : new Outcome<AuditView>.Conflict("The audit that was begun under this Idempotency-Key is deleted already; send a new key.");
    }

    /// <summary>Stores, records and queues an audit in the caller's transaction; wake the <see cref="JobOutbox"/> after its commit.</summary>
    /// <returns>Its id, which grows with time; null if the idempotency key was used before, and nothing is begun.</returns>
    public static async Task<string?> BeginAsync(
        NpgsqlConnection connection, Caller caller, AuditDesign design, RequestKey? key, string? scheduleId)
    {
        var auditId = Guid.CreateVersion7().ToString("N");
        if (!await AuditSteps.AddAsync(connection, caller.OrganisationId, auditId, design, key, caller.Actor, scheduleId))
        {
            return null;
        }
        await AuditSteps.WarnAsync(connection, caller.OrganisationId, auditId, design.Raised);
        await ActivityLog.RecordAsync(connection, caller, "audit.started", auditId, new { design.Name, design.Items });
        await AuditJobs.QueueAsync(connection, AuditJobs.Plan, caller.OrganisationId, auditId);
        return auditId;
    }

    private async Task<Outcome<AuditView>> AgainAsync(Caller caller, RequestKey key, (string AuditId, bool IsSame) before) =>
        // What another key began under it is as little known here as what was asked for otherwise.
        before.IsSame && await views.FindAsync(caller, before.AuditId) is { } begun
            ? new Outcome<AuditView>.Done(begun)
            : new Outcome<AuditView>.KeyReused(key.IdempotencyKey);
}
