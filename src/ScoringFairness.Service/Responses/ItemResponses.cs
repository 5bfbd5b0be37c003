using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Responses;

/// <summary>What items are told of their responses.</summary>
internal sealed class ItemResponses(OrganisationDatabase database) : IItemResponses
{
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync(string organisationId, IReadOnlyCollection<string> itemIds)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return (await connection.QueryAsync<(string ItemId, long N)>(
            """
            select item_id, count(*) from responses
            where organisation_id = @organisationId and item_id = any(@ids) group by item_id
            """,
            new { organisationId, ids = itemIds.ToArray() })).ToDictionary(row => row.ItemId, row => row.N, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<double>> ScoresAsync(NpgsqlConnection connection, string organisationId, string itemId) =>
        (await connection.QueryAsync<double>(
            """
            select distinct score from responses r, unnest(array_append(r.further_scores, r.human_score)) score
            where organisation_id = @organisationId and item_id = @itemId order by 1
            """,
            new { organisationId, itemId })).AsList();
}
