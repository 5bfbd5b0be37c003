using Dapper;
using Npgsql;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>Which endpoints organisations let their texts go to.</summary>
internal sealed class ChatPermissions(OrganisationDatabase database)
{
    /// <summary>When each endpoint was allowed, for the address that it has.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ListAsync(
        string organisationId, IReadOnlyCollection<ChatEndpoint> endpoints, CancellationToken cancellation)
    {
        if (endpoints.Count == 0)
        {
            return new Dictionary<string, DateTimeOffset>();
        }
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<(string Endpoint, string BaseAddress, DateTime AllowedAt)>(
            "select endpoint, base_address, allowed_at from chat_permissions where organisation_id = @organisationId", new { organisationId });
        return (from row in rows
                join endpoint in endpoints on (row.Endpoint, row.BaseAddress) equals (endpoint.Name, endpoint.BaseAddress.ToString())
                select row).ToDictionary(row => row.Endpoint, row => (DateTimeOffset)row.AllowedAt, StringComparer.Ordinal);
    }

    /// <summary>Whether an endpoint is allowed, in the caller's transaction.</summary>
    public static Task<bool> IsAllowedAsync(NpgsqlConnection connection, string organisationId, ChatEndpoint endpoint) =>
        connection.ExecuteScalarAsync<bool>(
            """
            select exists (
              select from chat_permissions
              where organisation_id = @organisationId and endpoint = @Name and base_address = @address)
            """,
            new { organisationId, endpoint.Name, address = endpoint.BaseAddress.ToString() });

    /// <summary>Allows an endpoint at the address that it has.</summary>
    public Task AllowAsync(Caller caller, ChatEndpoint endpoint, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var address = endpoint.BaseAddress.ToString();
                var changed = await connection.ExecuteAsync(
                    """
                    insert into chat_permissions (organisation_id, endpoint, base_address) values (@OrganisationId, @Name, @address)
                    on conflict (organisation_id, endpoint) do update set base_address = excluded.base_address, allowed_at = now()
                    where chat_permissions.base_address <> excluded.base_address
                    """,
                    new { caller.OrganisationId, endpoint.Name, address });
                if (changed > 0)
                {
                    await ActivityLog.RecordAsync(connection, caller, "chat.allowed", endpoint.Name, new { address });
                }
                return changed;
            },
            cancellation);

    /// <summary>Withdraws the permission: nothing is sent from then on, by audits under way either.</summary>
    public Task WithdrawAsync(Caller caller, string endpoint, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var withdrawn = await connection.ExecuteAsync(
                    "delete from chat_permissions where organisation_id = @OrganisationId and endpoint = @endpoint", new { caller.OrganisationId, endpoint });
                if (withdrawn > 0)
                {
                    await ActivityLog.RecordAsync(connection, caller, "chat.withdrawn", endpoint);
                }
                return withdrawn;
            },
            cancellation);

    /// <summary>What to tell who may not send there.</summary>
    public static string Refusal(string endpoint) =>
        $"The organisation does not allow its texts to go to endpoint '{endpoint}'; PUT /v1/chat-endpoints/{endpoint}/permission allows it.";
}
