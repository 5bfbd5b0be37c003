using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
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

    /// <summary>The same of an audit that a caller would change; null too where the caller may not see it.</summary>
    public static Task<string?> LockAsync(NpgsqlConnection connection, Caller caller, string auditId) =>
        connection.QuerySingleOrDefaultAsync<string?>(
            """
            select status from audits
            where organisation_id = @OrganisationId and audit_id = @auditId and (@MayRead or started_by = @Actor) for update
            """,
            new { caller.OrganisationId, caller.MayRead, caller.Actor, auditId });

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

    /// <summary>
    /// The other audits that are in some state, whichever attribute they are by, the newest first; of very many the newest. One audit of an
    /// organisation is compared with them at a time, so that none is missed.
    /// </summary>
    public static async Task<IReadOnlyList<string>> OthersAsync(
        NpgsqlConnection connection, string organisationId, string auditId, params string[] statuses)
    {
        await connection.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('plans of ' || @organisationId, 0))", new { organisationId });
        return (await connection.QueryAsync<string>(
            """
            select audit_id from audits
            where organisation_id = @organisationId and audit_id <> @auditId and status = any(@statuses) order by created_at desc, audit_id desc limit 100
            """,
            new { organisationId, auditId, statuses })).AsList();
    }

    /// <summary>How many students who answered an item the groups of audits had, as these told it.</summary>
    public static async Task<IReadOnlyList<(string AuditId, string Group, int Students)>> SizesAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyList<string> audits, string itemId) =>
        (await connection.QueryAsync<(string AuditId, string Group, int Students)>(
            """
            select a.audit_id, own ->> 'group', coalesce(own ->> 'students', own ->> 'n')::int
            from audits a, jsonb_array_elements(a.data -> 'items') item, jsonb_array_elements(item -> 'groups') own
            where a.organisation_id = @organisationId and a.audit_id = any(@audits) and item ->> 'itemId' = @itemId and own ->> 'n' is not null
            """,
            new { organisationId, itemId, audits = audits.ToArray() })).AsList();

    /// <summary>Adds warnings to those of the plan.</summary>
    public static Task WarnAsync(NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<AuditWarning> warnings) =>
        connection.ExecuteAsync(
            "update audits set warnings = warnings || @warnings::jsonb where organisation_id = @organisationId and audit_id = @auditId",
            new { organisationId, auditId, warnings = JsonSerializer.Serialize(warnings, ContractJson.Options) });

    /// <summary>Describes the data anew, without those who were erased since the plan; what it said of their items is said anew too.</summary>
    /// <param name="connection">The transaction that completes the audit.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="data">Who was evaluated.</param>
    /// <param name="items">The items whose warnings of the plan go, for they count those who were erased.</param>
    /// <param name="codes">The codes of these warnings.</param>
    public static Task DescribeAsync(
        NpgsqlConnection connection, string organisationId, string auditId, AuditedData data, IReadOnlyCollection<string> items,
        IReadOnlyCollection<string> codes) => connection.ExecuteAsync(
        """
        update audits set data = @data::jsonb, warnings = (
          select coalesce(jsonb_agg(warning order by place), '[]') from jsonb_array_elements(warnings) with ordinality as one (warning, place)
          where not (coalesce(warning ->> 'itemId', '') = any(@items) and warning ->> 'code' = any(@codes)))
        where organisation_id = @organisationId and audit_id = @auditId
        """,
        new { organisationId, auditId, data = JsonSerializer.Serialize(data, ContractJson.Options), items = items.ToArray(), codes = codes.ToArray() });

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
