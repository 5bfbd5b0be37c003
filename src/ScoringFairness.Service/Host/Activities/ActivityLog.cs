using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Host.Activities;

/// <summary>Something that was done.</summary>
public sealed record ActivityEntry
{
    /// <summary>The record's place; larger is later.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who: `key:` with the key's id, `token:` with the subject, `open` without keys, `command line`, or `service`.</summary>
    public required string Actor { get; init; }

    /// <summary>What, such as `responses.ingested` or `audit.started`.</summary>
    public required string Action { get; init; }

    /// <summary>To what: an id of the client's own. A student's id is never here.</summary>
    public string? Subject { get; init; }

    /// <summary>Counts and names.</summary>
    public JsonElement? Detail { get; init; }
}

/// <summary>Which records are wanted; null: any.</summary>
/// <param name="Action">What was done: a word such as <c>audit.started</c>, or the part of it before the dot.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="From">From when on.</param>
/// <param name="To">Until before when.</param>
internal sealed record ActivityFilter(string? Action = null, string? Actor = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Who did what: a table that only grows. What is recorded stands in the transaction that does it.</summary>
internal sealed class ActivityLog(OrganisationDatabase database)
{
    /// <summary>The caller of what the service does of its own accord.</summary>
    public static Caller ByService(string organisationId) => new(organisationId, "service");

    /// <summary>Records what the caller does in this transaction.</summary>
    public static Task RecordAsync(NpgsqlConnection connection, Caller caller, string action, string? subject, object? detail = null) =>
        connection.ExecuteAsync(
            """
            insert into activity (organisation_id, actor, action, subject, detail)
            values (@OrganisationId, @Actor, @action, @subject, @detail::jsonb)
            """,
            new
            {
                caller.OrganisationId,
                caller.Actor,
                action,
                subject,
                detail = detail is null ? null : JsonSerializer.Serialize(detail, ContractJson.Options),
            });

    /// <summary>Records what the caller has done outside a transaction.</summary>
    public async Task RecordAsync(Caller caller, string action, string? subject, object? detail = null)
    {
        await using var connection = await database.OpenAsync(caller.OrganisationId);
        await RecordAsync(connection, caller, action, subject, detail);
    }

    /// <summary>The records of an organisation, the newest first.</summary>
    public async Task<IReadOnlyList<ActivityEntry>> ListAsync(string organisationId, ActivityFilter filter, long? before, int limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var rows = await connection.QueryAsync<(long Number, DateTime At, string Actor, string Action, string? Subject, string? Detail)>(
            """
            select activity_no, at, actor, action, subject, detail::text from activity
            where organisation_id = @organisationId and (@before::bigint is null or activity_no < @before)
              and (@Action::text is null or action = @Action or starts_with(action, @Action || '.'))
              and (@Actor::text is null or actor = @Actor) and (@from::timestamptz is null or at >= @from) and (@to::timestamptz is null or at < @to)
            order by activity_no desc limit @limit
            """,
            new
            {
                organisationId,
                before,
                limit,
                filter.Action,
                filter.Actor,
                from = filter.From?.UtcDateTime,
                to = filter.To?.UtcDateTime,
            });
        return
        [
            .. rows.Select(row => new ActivityEntry
            {
                Number = row.Number,
                At = row.At,
                Actor = row.Actor,
                Action = row.Action,
                Subject = row.Subject,
                Detail = row.Detail is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Detail),
            }),
        ];
    }
}
