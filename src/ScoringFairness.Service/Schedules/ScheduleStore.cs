using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Schedules;

/// <summary>The schedules of the database.</summary>
internal sealed class ScheduleStore(NpgsqlDataSource everybody, OrganisationDatabase database, ContractOptions contract)
{
    private const string Key = "organisation_id = @organisationId and schedule_id = @scheduleId";
    private const string Select = "select schedule_id, request::text as request, next_at, last_audit_id, verdicts::text as verdicts, error from schedules";

    /// <summary>Stores a schedule, or changes it; who may not read changes those alone that the same key made.</summary>
    /// <returns>Whether it is new; null where another's stays as it is.</returns>
    public static Task<bool?> PutAsync(
        NpgsqlConnection connection, Caller caller, string scheduleId, ScheduleRequest request, DateTimeOffset? nextAt) =>
        connection.QuerySingleOrDefaultAsync<bool?>(
            """
            insert into schedules (organisation_id, schedule_id, request, is_paused, created_by, next_at)
            values (@OrganisationId, @scheduleId, @json::jsonb, @IsPaused, @Actor, @nextAt)
            on conflict (organisation_id, schedule_id) do update
            set request = excluded.request, is_paused = excluded.is_paused, next_at = excluded.next_at, error = null
            where @MayRead or schedules.created_by = @Actor
            returning xmax = 0
            """,
            new
            {
                caller.OrganisationId,
                caller.Actor,
                caller.MayRead,
                scheduleId,
                json = JsonSerializer.Serialize(request, ContractJson.Options),
                request.IsPaused,
                nextAt = nextAt?.UtcDateTime,
            });

    /// <summary>Deletes a schedule that the caller may change.</summary>
    /// <returns>False where there is none.</returns>
    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, Caller caller, string scheduleId) =>
        await connection.ExecuteAsync(
            "delete from schedules where organisation_id = @OrganisationId and schedule_id = @scheduleId and (@MayRead or created_by = @Actor)",
            new { caller.OrganisationId, caller.Actor, caller.MayRead, scheduleId }) > 0;

    public async Task<ScheduleView?> FindAsync(string organisationId, string scheduleId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return (await connection.QuerySingleOrDefaultAsync<Row>($"{Select} where {Key}", new { organisationId, scheduleId }))?.ToView(contract.Json);
    }

    /// <summary>A part of the schedules in the order of their ids.</summary>
    public async Task<IReadOnlyList<ScheduleView>> ListAsync(string organisationId, string? after, int limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var rows = await connection.QueryAsync<Row>(
            $"""
            {Select} where organisation_id = @organisationId and (@after::text is null or schedule_id collate "C" > @after)
            order by schedule_id collate "C" limit @limit
            """,
            new { organisationId, after, limit });
        return [.. rows.Select(row => row.ToView(contract.Json))];
    }

    /// <summary>Schedules, of whatever organisation, that are due, or whose last audit is awaited.</summary>
    public async Task<IReadOnlyList<(string OrganisationId, string ScheduleId, bool IsDue)>> WaitingAsync(CancellationToken cancellation)
    {
        await using var connection = await everybody.OpenConnectionAsync(cancellation);
        return (await connection.QueryAsync<(string, string, bool)>(
            """
            select organisation_id, schedule_id, true from schedules where not is_paused and next_at <= now()
            union all
            select organisation_id, schedule_id, false from schedules where is_awaited
            """)).AsList();
    }

    /// <summary>Takes a due run for this process, in the caller's transaction: of several, one gets it.</summary>
    public static async Task<bool> ClaimRunAsync(NpgsqlConnection connection, string organisationId, string scheduleId, DateTimeOffset? nextAt) =>
        await connection.ExecuteAsync(
            $"update schedules set next_at = @nextAt where {Key} and not is_paused and next_at <= now()",
            new { organisationId, scheduleId, nextAt = nextAt?.UtcDateTime }) > 0;

    /// <summary>Notes what became of a run.</summary>
    public static Task StartedAsync(NpgsqlConnection connection, string organisationId, string scheduleId, string? auditId, string? error) =>
        connection.ExecuteAsync(
            $"update schedules set last_audit_id = coalesce(@auditId, last_audit_id), is_awaited = @auditId is not null, error = @error where {Key}",
            new { organisationId, scheduleId, auditId, error });

    /// <summary>Takes the reading of the last audit for this process.</summary>
    public static async Task<bool> ClaimReadingAsync(NpgsqlConnection connection, string organisationId, string scheduleId) =>
        await connection.ExecuteAsync($"update schedules set is_awaited = false where {Key} and is_awaited", new { organisationId, scheduleId }) > 0;

    /// <summary>Notes how the last audit ended; the verdicts of one that failed are those before it.</summary>
    public static Task ReadAsync(
        NpgsqlConnection connection, string organisationId, string scheduleId, IReadOnlyDictionary<string, string>? verdicts, string? error) =>
        connection.ExecuteAsync(
            $"update schedules set verdicts = coalesce(@json::jsonb, verdicts), error = @error where {Key}",
            new { organisationId, scheduleId, error, json = verdicts is null ? null : JsonSerializer.Serialize(verdicts, ContractJson.Options) });

    private sealed class Row
    {
        public required string ScheduleId { get; init; }

        public required string Request { get; init; }

        public DateTime? NextAt { get; init; }

        public string? LastAuditId { get; init; }

        public string? Verdicts { get; init; }

        public string? Error { get; init; }

        public ScheduleView ToView(JsonSerializerOptions json) => new()
        {
            ScheduleId = ScheduleId,
            Request = JsonSerializer.Deserialize<ScheduleRequest>(Request, json)!,
            NextAt = NextAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null,
            LastAuditId = LastAuditId,
            Verdicts = Verdicts is null ? null : JsonSerializer.Deserialize<SortedDictionary<string, string>>(Verdicts, json),
            Error = Error,
        };
    }
}
