using System.Text.Json;
using Dapper;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Telemetry;

namespace ScoringFairness.Service.Audits;

/// <summary>The audits of the database.</summary>
internal sealed class AuditStore(OrganisationDatabase database, Measurements measurements)
{
    private const string Select =
        """
        select audit_id, name, status, request::text as request, warnings::text as warnings, data::text as data, data_digest,
               error, created_at, started_at, finished_at
        from audits
        where organisation_id = @organisationId
        """;

    public async Task<Audit?> FindAsync(string organisationId, string auditId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var row = await connection.QuerySingleOrDefaultAsync<Row>($"{Select} and audit_id = @auditId", new { organisationId, auditId });
        return row?.ToAudit();
    }

    public async Task<Audit?> FindByKeyAsync(string organisationId, string idempotencyKey)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"{Select} and idempotency_key = @idempotencyKey", new { organisationId, idempotencyKey });
        return row?.ToAudit();
    }

    /// <summary>A part of the audits, the newest first; ids grow with time.</summary>
    public async Task<IReadOnlyList<Audit>> ListAsync(string organisationId, string? before, int limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var rows = await connection.QueryAsync<Row>(
            $"{Select} and (@before::text is null or audit_id < @before) order by audit_id desc limit @limit",
            new { organisationId, before, limit });
        return [.. rows.Select(row => row.ToAudit())];
    }

    /// <summary>Where an audit stands; null where there is none.</summary>
    public async Task<string?> StatusAsync(string organisationId, string auditId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return await connection.QuerySingleOrDefaultAsync<string?>(
            "select status from audits where organisation_id = @organisationId and audit_id = @auditId", new { organisationId, auditId });
    }

    /// <summary>The newest audit that is completed; null where there is none.</summary>
    public async Task<string?> LatestCompletedAsync(string organisationId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return await connection.QuerySingleOrDefaultAsync<string?>(
            "select max(audit_id) from audits where organisation_id = @organisationId and status = 'completed'", new { organisationId });
    }

    /// <summary>Stores the commit that a scorer's checkpoint stands for, unless another training run was first.</summary>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="scorer">The scorer's place in the design.</param>
    /// <param name="commit">The commit.</param>
    /// <returns>The commit that now stands there; null if the audit is gone.</returns>
    public async Task<string?> PinCheckpointAsync(string organisationId, string auditId, int scorer, string commit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return await connection.QuerySingleOrDefaultAsync<string?>(
            """
            update audits set request = jsonb_set(
              request, array['scorers', @scorer::text, 'checkpointCommit'],
              to_jsonb(coalesce(request #>> array['scorers', @scorer::text, 'checkpointCommit'], @commit)))
            where organisation_id = @organisationId and audit_id = @auditId
            returning request #>> array['scorers', @scorer::text, 'checkpointCommit']
            """,
            new { organisationId, auditId, scorer, commit });
    }

    /// <summary>Ends an audit that is in a state, with the reason.</summary>
    /// <returns>False if it is not in that state.</returns>
    public Task<bool> FailAsync(string organisationId, string auditId, string status, string error) =>
        database.InTransactionAsync(
            organisationId,
            async connection =>
            {
                if (await AuditSteps.LockAsync(connection, organisationId, auditId) != status)
                {
                    return false;
                }
                await AuditSteps.SetStatusAsync(connection, organisationId, auditId, AuditStatus.Failed, error);
                measurements.AuditEnds(AuditStatus.Failed, null);
                return true;
            },
            CancellationToken.None);

    public Task<bool> DeleteAsync(Caller caller, string auditId, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                await ActivityLog.RecordAsync(connection, caller, "audit.deleted", auditId);
                return await connection.ExecuteAsync(
                    "delete from audits where organisation_id = @OrganisationId and audit_id = @auditId", new { caller.OrganisationId, auditId }) > 0;
            },
            cancellation);

    private sealed class Row
    {
        public required string AuditId { get; init; }

        public required string Name { get; init; }

        public required string Status { get; init; }

        public required string Request { get; init; }

        public required string Warnings { get; init; }

        public string? Data { get; init; }

        public string? DataDigest { get; init; }

        public string? Error { get; init; }

        public DateTime CreatedAt { get; init; }

        public DateTime? StartedAt { get; init; }

        public DateTime? FinishedAt { get; init; }

        public Audit ToAudit() => new()
        {
            AuditId = AuditId,
            Name = Name,
            Status = Status,
            Design = JsonSerializer.Deserialize<AuditDesign>(Request, ContractJson.Options)!,
            Warnings = JsonSerializer.Deserialize<AuditWarning[]>(Warnings, ContractJson.Options)!,
            Data = Data is null ? null : JsonSerializer.Deserialize<AuditedData>(Data, ContractJson.Options),
            DataDigest = DataDigest,
            Error = Error,
            CreatedAt = CreatedAt,
            StartedAt = StartedAt,
            FinishedAt = FinishedAt,
        };
    }
}
