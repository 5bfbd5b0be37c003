using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Scores;

/// <summary>What fits found out about responses that were erased: gone when they are, and not written by a fit that had read them before.</summary>
internal static class ErasedScores
{
    /// <summary>The numbers of an item's responses of an audit that were erased since it was planned.</summary>
    public static async Task<IReadOnlyList<int>> NumbersAsync(NpgsqlConnection connection, string organisationId, string auditId, string itemId) =>
        (await connection.QueryAsync<int>(
            """
            select response_no from audit_responses
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and response_id = ''
            """,
            new { organisationId, auditId, itemId })).AsList();

    /// <summary>How many responses of an audit were erased since it was planned, by item; of the others there is none.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountsAsync(NpgsqlConnection connection, string organisationId, string auditId) =>
        (await connection.QueryAsync<(string ItemId, long N)>(
            """
            select item_id, count(*) from audit_responses
            where organisation_id = @organisationId and audit_id = @auditId and response_id = '' group by 1
            """,
            new { organisationId, auditId })).ToDictionary(item => item.ItemId, item => item.N, StringComparer.Ordinal);

    /// <summary>Deletes all that an audit's fits found out about some responses.</summary>
    public static async Task DeleteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, IReadOnlyList<int> responses)
    {
        int[] numbers = [.. responses];
        if (numbers.Length == 0)
        {
            return;
        }
        await OutOfFoldScores.DeleteAsync(connection, organisationId, auditId, itemId, numbers);
        await UnscoredResponses.DeleteAsync(connection, organisationId, auditId, itemId, numbers);
        await SwappedScores.DeleteAsync(connection, organisationId, auditId, itemId, numbers);
        await GuessedGroups.DeleteAsync(connection, organisationId, auditId, itemId, numbers);
        await TaughtScores.DeleteAsync(connection, organisationId, auditId, itemId, numbers);
        await AttributedResponses.DeleteAsync(connection, organisationId, auditId, itemId, numbers);
    }
}
