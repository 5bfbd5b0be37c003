using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>The policies of organisations.</summary>
internal sealed class PolicyStore(NpgsqlDataSource everybody, OrganisationDatabase database) : IRetentionPeriods, ILeastCounts
{
    /// <summary>The policy in force: the organisation's own, or the service's defaults.</summary>
    public async Task<OrganisationPolicy> FindAsync(string organisationId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var stored = await connection.QuerySingleOrDefaultAsync<string?>(
            "select policy::text from policies where organisation_id = @organisationId", new { organisationId });
        return stored is null
            ? new OrganisationPolicy()
            : JsonSerializer.Deserialize<OrganisationPolicy>(stored, ContractJson.Options)! with { IsPutInForce = true };
    }

    async Task<IReadOnlyList<(string OrganisationId, int Days)>> IRetentionPeriods.ListAsync(CancellationToken cancellation)
    {
        await using var connection = await everybody.OpenConnectionAsync(cancellation);
        return (await connection.QueryAsync<(string, int)>(
            "select organisation_id, (policy ->> 'textsKeptDays')::int from policies where (policy ->> 'textsKeptDays') is not null")).AsList();
    }

    async Task<int> ILeastCounts.OfCellsAsync(string organisationId, CancellationToken cancellation) =>
        (await FindAsync(organisationId, cancellation)).MinCellSize;

    /// <summary>Puts a policy in force.</summary>
    public Task<int> PutAsync(Caller caller, OrganisationPolicy policy, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var json = JsonSerializer.Serialize(policy, ContractJson.Options);
                await ActivityLog.RecordAsync(connection, caller, "policy.changed", subject: null, policy);
                return await connection.ExecuteAsync(
                    """
                    insert into policies (organisation_id, policy, updated_by) values (@OrganisationId, @json::jsonb, @Actor)
                    on conflict (organisation_id) do update set policy = excluded.policy, updated_at = now(), updated_by = excluded.updated_by
                    """,
                    new { caller.OrganisationId, caller.Actor, json });
            },
            cancellation);
}
