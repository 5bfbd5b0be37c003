using System.Text.Json;
using Dapper;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Telemetry;

namespace ScoringFairness.Service.Audits;

/// <summary>The audits of the database.</summary>
internal sealed class AuditStore(OrganisationDatabase database, ContractOptions contract, Measurements measurements)
{
    private const string Columns =
        """
        audit_id, name, status, request::text as request, warnings::text as warnings, data::text as data, data_digest,
               error, created_at, started_at, finished_at, started_by, schedule_id, review::text as review
        """;

    private const string Select = $"select {Columns} from audits where organisation_id = @organisationId";

    public async Task<Audit?> FindAsync(string organisationId, string auditId)
    {
        var row = await database.ReadAsync(
            $"{Select} and audit_id = @auditId", new { organisationId, auditId }, found => found.ReadSingleOrDefaultAsync<Row>());
        return row?.ToAudit(contract.Json);
    }

    /// <summary>The names of those ids that are audits.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(string organisationId, IReadOnlyCollection<string> ids) => (await database.ReadAsync(
        "select audit_id, name from audits where organisation_id = @organisationId and audit_id = any(@ids)", new { organisationId, ids = ids.ToArray() },
        found => found.ReadAsync<(string AuditId, string Name)>())).ToDictionary(audit => audit.AuditId, audit => audit.Name);

    /// <summary>What was begun under a key; an audit of before digests were kept is taken for the same request, as it was then.</summary>
    /// <returns>The audit's id, and whether the request was the same; null where the key is new.</returns>
    public async Task<(string AuditId, bool IsSame)?> FindByKeyAsync(string organisationId, RequestKey key)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return await connection.QuerySingleOrDefaultAsync<(string AuditId, bool IsSame)?>(
            """
            select audit_id, request_digest is null or request_digest = @Digest from audits
            where organisation_id = @organisationId and idempotency_key = @IdempotencyKey
            """,
            new { organisationId, key.IdempotencyKey, key.Digest });
    }

    /// <summary>
    /// A part of the audits, in the order in which they were begun or against it (ids grow with time), cut off where their requests come
    /// to <see cref="Paging.MostBytes"/>.
    /// </summary>
    public async Task<Part<Audit>> PartAsync(string organisationId, AuditFilter filter, string? after, int limit)
    {
        var order = filter.IsOldestFirst ? "asc" : "desc";
        var rows = await database.ReadAsync(
            $"""
            with page as (
              select audit_id, sum(bytes) over (order by audit_id {order}) - bytes as before, count(*) over () as found
              from (
                select audit_id, octet_length(request::text) as bytes from audits
                where organisation_id = @organisationId and (@after::text is null or audit_id {(filter.IsOldestFirst ? '>' : '<')} @after)
                  and (@Status::text is null or status = @Status) and (@Schedule::text is null or schedule_id = @Schedule)
                  and (@Item::text is null or jsonb_exists(request -> 'items', @Item))
                  and (@Name::text is null or strpos(lower(name), lower(@Name)) > 0)
                order by audit_id {order} limit @limit) first)
            select {Columns}, found from audits join page using (audit_id)
            where organisation_id = @organisationId and before < @MostBytes order by audit_id {order}
            """,
            new { organisationId, after, limit, filter.Status, filter.Schedule, filter.Item, filter.Name, Paging.MostBytes },
            async found => (await found.ReadAsync<Row>()).AsList());
        return new Part<Audit>([.. rows.Select(row => row.ToAudit(contract.Json))], rows.Count > 0 && rows.Count < rows[0].Found);
    }

    /// <summary>Where an audit stands, and how often what is said of it was changed; null where there is none.</summary>
    public Task<(string Status, int Revision)?> StateAsync(string organisationId, string auditId) => database.ReadAsync(
        "select status, revision from audits where organisation_id = @organisationId and audit_id = @auditId", new { organisationId, auditId },
        found => found.ReadSingleOrDefaultAsync<(string Status, int Revision)?>());

    /// <summary>Changes a scorer of an audit's design; changes of one audit come one after the other.</summary>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="name">The scorer's name.</param>
    /// <param name="change">Makes the new scorer of the one that stands there; the same one, where there is nothing to change.</param>
    /// <param name="cancellation">Ends the change.</param>
    /// <returns>The scorer that now stands there; null if the audit is gone.</returns>
    public Task<ScorerDesign?> ChangeScorerAsync(
        string organisationId, string auditId, string name, Func<ScorerDesign, ScorerDesign> change, CancellationToken cancellation) =>
        database.InTransactionAsync(
            organisationId,
            async connection =>
            {
                var stored = await connection.QuerySingleOrDefaultAsync<string?>(
                    "select request::text from audits where organisation_id = @organisationId and audit_id = @auditId for update",
                    new { organisationId, auditId });
                if (stored is null)
                {
                    return null;
                }
                var (at, before) = Design(stored, contract.Json).Scorers.Index().Single(one => one.Item.Name == name);
                var after = change(before);
                if (!ReferenceEquals(after, before))
                {
                    await connection.ExecuteAsync(
                        """
                        update audits set request = jsonb_set(request, array['scorers', @at::text], @scorer::jsonb)
                        where organisation_id = @organisationId and audit_id = @auditId
                        """,
                        new { organisationId, auditId, at, scorer = JsonSerializer.Serialize(after, contract.Json) });
                }
                return after;
            },
            cancellation);

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

    private static AuditDesign Design(string request, JsonSerializerOptions json) => JsonSerializer.Deserialize<AuditDesign>(request, json)!;

    private sealed class Row
    {
        /// <summary>How many a page would hold were it not for their size.</summary>
        public long Found { get; init; }

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

        public string? StartedBy { get; init; }

        public string? ScheduleId { get; init; }

        public string? Review { get; init; }

        public Audit ToAudit(JsonSerializerOptions json) => new()
        {
            AuditId = AuditId,
            Name = Name,
            Status = Status,
            Design = Design(Request, json),
            Warnings = JsonSerializer.Deserialize<AuditWarning[]>(Warnings, json)!,
            Data = Data is null ? null : JsonSerializer.Deserialize<AuditedData>(Data, json),
            DataDigest = DataDigest,
            Error = Error,
            CreatedAt = CreatedAt,
            StartedAt = StartedAt,
            FinishedAt = FinishedAt,
            StartedBy = StartedBy,
            ScheduleId = ScheduleId,
            Review = Review is null ? null : JsonSerializer.Deserialize<AuditReview>(Review, json),
        };
    }
}
