using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Audits;

/// <summary>The steps of an audit's life, each in the transaction of whoever takes it.</summary>
internal static class AuditSteps
{
    /// <summary>Stores a new audit.</summary>
    /// <returns>False if the key was used before.</returns>
    public static async Task<bool> AddAsync(
        NpgsqlConnection connection, string organisationId, string auditId, AuditDesign design, RequestKey? key, string startedBy, string? scheduleId) =>
        await connection.ExecuteAsync(
            """
            insert into audits (organisation_id, audit_id, name, status, request, idempotency_key, request_digest, started_by, schedule_id)
            values (@organisationId, @auditId, @Name, 'queued', @request::jsonb, @IdempotencyKey, @Digest, @startedBy, @scheduleId)
            on conflict (organisation_id, idempotency_key) do nothing
            """,
            new
            {
                organisationId,
                auditId,
                design.Name,
                request = JsonSerializer.Serialize(design, ContractJson.Options),
                scheduleId,
                key?.IdempotencyKey,
                key?.Digest,
                startedBy,
            }) > 0;

    /// <summary>Locks an audit for the rest of the transaction and gives its state; null if it is gone.</summary>
    public static Task<string?> LockAsync(NpgsqlConnection connection, string organisationId, string auditId) =>
        connection.QuerySingleOrDefaultAsync<string?>(
            "select status from audits where organisation_id = @organisationId and audit_id = @auditId for update",
            new { organisationId, auditId });

    /// <summary>Stores what planning found and starts training.</summary>
    public static Task StartAsync(
        NpgsqlConnection connection, string organisationId, string auditId, AuditedData data, string digest,
        IReadOnlyList<AuditWarning> warnings) =>
        connection.ExecuteAsync(
            """
            update audits set status = 'training', started_at = now(), data = @data::jsonb, data_digest = @digest,
                              warnings = warnings || @warnings::jsonb
            where organisation_id = @organisationId and audit_id = @auditId
            """,
            new
            {
                organisationId,
                auditId,
                digest,
                data = JsonSerializer.Serialize(data, ContractJson.Options),
                warnings = JsonSerializer.Serialize(warnings, ContractJson.Options),
            });

    /// <summary>The completed audits by the same attribute, the newest first; of very many the newest.</summary>
    public static async Task<IReadOnlyList<string>> CompletedByAttributeAsync(NpgsqlConnection connection, string organisationId, string auditId) =>
        (await connection.QueryAsync<string>(
            """
            select audit_id from audits
            where organisation_id = @organisationId and status = 'completed'
              and request -> 'attribute' = (select request -> 'attribute' from audits where organisation_id = @organisationId and audit_id = @auditId)
            order by created_at desc, audit_id desc limit 100
            """,
            new { organisationId, auditId })).AsList();

    /// <summary>Adds warnings to those of the plan.</summary>
    public static Task WarnAsync(NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<AuditWarning> warnings) =>
        connection.ExecuteAsync(
            "update audits set warnings = warnings || @warnings::jsonb where organisation_id = @organisationId and audit_id = @auditId",
            new { organisationId, auditId, warnings = JsonSerializer.Serialize(warnings, ContractJson.Options) });

    /// <summary>Whether a reviewer signed an audit off.</summary>
    public static Task<bool> IsSignedOffAsync(NpgsqlConnection connection, string organisationId, string auditId) => connection.ExecuteScalarAsync<bool>(
        "select coalesce((review ->> 'signedOff')::boolean, false) from audits where organisation_id = @organisationId and audit_id = @auditId",
        new { organisationId, auditId });

    /// <summary>Changes what is said of an audit beside its figures; its report is another then.</summary>
    public static Task ChangeAsync(NpgsqlConnection connection, string organisationId, string auditId, string? name, AuditReview? review) =>
        connection.ExecuteAsync(
            """
            update audits set name = coalesce(@name, name), review = coalesce(@review::jsonb, review), revision = revision + 1
            where organisation_id = @organisationId and audit_id = @auditId
            """,
            new { organisationId, auditId, name, review = review is null ? null : JsonSerializer.Serialize(review, ContractJson.Options) });

    /// <summary>Brings an audit to a state; a final one with the reason, where there is one.</summary>
    public static Task SetStatusAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string status, string? error = null) =>
        connection.ExecuteAsync(
            """
            update audits set status = @status, error = @error,
                              finished_at = case when @isFinal then now() end
            where organisation_id = @organisationId and audit_id = @auditId
            """,
            new { organisationId, auditId, status, error, isFinal = AuditStatus.IsFinal(status) });
}
