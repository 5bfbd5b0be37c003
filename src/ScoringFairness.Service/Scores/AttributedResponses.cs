using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Scores;

/// <summary>What the words of a held-out response added to its score.</summary>
/// <param name="ResponseNo">Its place in the plan of its item.</param>
/// <param name="StudentNo">Its student.</param>
/// <param name="Group">Its group; null: not reported.</param>
/// <param name="Words">Words of letters alone, in lower case, with the points that each adds.</param>
/// <param name="Rest">Points that none of them adds.</param>
internal sealed record AttributedResponse(int ResponseNo, int StudentNo, string? Group, IReadOnlyList<KeyValuePair<string, double>> Words, double Rest);

/// <summary>What words added to scores, between a fit and the evaluation; sealed as texts are.</summary>
internal sealed class AttributedResponses(OrganisationDatabase database, TextCipher cipher)
{
    /// <summary>Writes those of one fit in the caller's transaction.</summary>
    public Task WriteAsync(NpgsqlConnection connection, ScoredBy by, IReadOnlyList<AttributedResponse> responses, CancellationToken cancellation) =>
        responses.Count == 0 ? Task.CompletedTask : OrganisationDatabase.CopyAsync(
            connection, "attributed_responses", ScoredBy.Columns + ", response_no, student_no, group_label, words",
            copy => WriteAsync(copy, by, responses, cancellation), cancellation);

    private async Task WriteAsync(NpgsqlBinaryImporter copy, ScoredBy by, IReadOnlyList<AttributedResponse> responses, CancellationToken cancellation)
    {
        foreach (var response in responses)
        {
            var shares = new Shares(response.Words.ToDictionary(word => word.Key, word => word.Value), response.Rest);
            var place = Place(by.AuditId, by.Scorer, response.ResponseNo);
            await by.StartRowAsync(copy, cancellation);
            await copy.WriteAsync(response.ResponseNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(response.StudentNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(response.Group, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(
                cipher.Seal(JsonSerializer.Serialize(shares, ContractJson.Options), by.OrganisationId, by.ItemId, place), NpgsqlDbType.Text, cancellation);
        }
    }

    /// <summary>Deletes those of some responses of an audit in the caller's transaction.</summary>
    public static Task DeleteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, IReadOnlyCollection<int> responseNumbers) =>
        connection.ExecuteAsync(
            """
            delete from attributed_responses
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and response_no = any(@numbers)
            """,
            new { organisationId, auditId, itemId, numbers = responseNumbers.ToArray() });

    /// <summary>Deletes those of responses whose texts are erased, in the caller's transaction.</summary>
    public static Task ForgetAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyCollection<(string ItemId, string ResponseId)> responses) =>
        connection.ExecuteAsync(
            """
            delete from attributed_responses a using audit_responses r
            where a.organisation_id = @organisationId and r.organisation_id = @organisationId
              and (r.audit_id, r.item_id, r.response_no) = (a.audit_id, a.item_id, a.response_no)
              and (r.item_id, r.response_id) in (select * from unnest(@items, @ids))
            """,
            new { organisationId, items = responses.Select(one => one.ItemId).ToArray(), ids = responses.Select(one => one.ResponseId).ToArray() });

    /// <summary>Deletes those of an audit in the caller's transaction.</summary>
    public static Task DeleteAsync(NpgsqlConnection connection, string organisationId, string auditId) => connection.ExecuteAsync(
        "delete from attributed_responses where organisation_id = @organisationId and audit_id = @auditId", new { organisationId, auditId });

    /// <summary>Those of a scorer on an item, in a fixed order; responses without a group are in none.</summary>
    public async Task<IReadOnlyList<AttributedText>> TextsAsync(
        string organisationId, string auditId, string itemId, string scorer, string split, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select response_no, student_no, group_label, words from attributed_responses
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and scorer = @scorer and split = @split
              and repeat = 0 and group_label is not null
            order by response_no
            """,
            new { organisationId, auditId, itemId, scorer, split }, commandTimeout: 0, cancellationToken: cancellation));
        return
        [
            .. from row in rows
               let shares = JsonSerializer.Deserialize<Shares>(
                   cipher.Open(row.Words, organisationId, itemId, Place(auditId, scorer, row.ResponseNo)), ContractJson.Options)!
               select new AttributedText(row.StudentNo, row.GroupLabel, [.. shares.Words], shares.Rest),
        ];
    }

    private static string Place(string auditId, string scorer, int responseNo) => $"{auditId}/{scorer}/{responseNo}";

    private sealed record Shares(Dictionary<string, double> Words, double Rest);

    private sealed record Row
    {
        public required int ResponseNo { get; init; }

        public required int StudentNo { get; init; }

        public required string GroupLabel { get; init; }

        public required string Words { get; init; }
    }
}
