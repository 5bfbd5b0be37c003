using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Responses;

/// <summary>The graded responses as audits ask for them.</summary>
internal sealed class AuditedResponses(OrganisationDatabase database, TextCipher cipher)
{
    /// <summary>The group of a response: the labels of the attributes, joined; null where one is not reported.</summary>
    internal const string GroupLabel =
        """
        (select case when bool_and(coalesce(groups ->> a.name, '') <> '') then string_agg(groups ->> a.name, '|' order by a.place) end
         from unnest(@attributes::text[]) with ordinality a(name, place))
        """;

    /// <summary>The responses that an audit of one item takes in, without their texts, in the order of their ids.</summary>
    /// <param name="connection">The planning transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="selection">Which responses take part.</param>
    /// <param name="attributes">The attribute whose groups are compared, or several that are crossed.</param>
    public static async Task<IReadOnlyList<CandidateResponse>> CandidatesAsync(
        NpgsqlConnection connection, string organisationId, string itemId, ResponseSelection selection, IReadOnlyList<string> attributes) =>
        (await connection.QueryAsync<CandidateResponse>(
            $"""
            select response_id, student_id, {GroupLabel} as group_label, human_score, further_scores, text_digest
            from responses
            where organisation_id = @organisationId and item_id = @itemId and {ResponseSelection.Condition}
            order by response_id collate "C"
            """,
            new { organisationId, itemId, selection.Cohort, selection.From, selection.To, attributes = attributes.ToArray() })).AsList();

    /// <summary>How many responses each group has on each item.</summary>
    public async Task<IReadOnlyList<(string ItemId, string? Group, long N)>> GroupSizesAsync(
        string organisationId, IReadOnlyCollection<string> itemIds, ResponseSelection selection, IReadOnlyList<string> attributes)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return (await connection.QueryAsync<(string, string?, long)>(
            $"""
            select item_id, {GroupLabel} as label, count(*) from responses
            where organisation_id = @organisationId and item_id = any(@items) and {ResponseSelection.Condition}
            group by 1, 2 order by 1, 2
            """,
            new { organisationId, items = itemIds.ToArray(), selection.Cohort, selection.From, selection.To, attributes = attributes.ToArray() })).AsList();
    }

    /// <summary>How many responses of some items have no text; items where all have one are absent.</summary>
    public async Task<IReadOnlyList<(string ItemId, long N)>> WithoutTextAsync(
        string organisationId, IReadOnlyCollection<string> itemIds, ResponseSelection selection)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return (await connection.QueryAsync<(string, long)>(
            $"""
            select item_id, count(*) from responses
            where organisation_id = @organisationId and item_id = any(@items) and {ResponseSelection.Condition} and text is null
            group by 1 order by 1
            """,
            new { organisationId, items = itemIds.ToArray(), selection.Cohort, selection.From, selection.To })).AsList();
    }

    /// <summary>The texts of some responses of an item, by id; a response that was deleted is absent.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TextsAsync(
        string organisationId, string itemId, IReadOnlyCollection<string> responseIds, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<(string ResponseId, string Text)>(
            """
            select response_id, text from responses
            where organisation_id = @organisationId and item_id = @itemId and response_id = any(@ids) and text is not null
            """,
            new { organisationId, itemId, ids = responseIds.ToArray() });
        return rows.ToDictionary(row => row.ResponseId, row => cipher.Open(row.Text, organisationId, itemId, row.ResponseId), StringComparer.Ordinal);
    }
}

/// <summary>A response as the plan of an audit sees it.</summary>
internal sealed class CandidateResponse
{
    public required string ResponseId { get; init; }

    public string? StudentId { get; init; }

    public string? GroupLabel { get; init; }

    public required double HumanScore { get; init; }

    public required double[] FurtherScores { get; init; }

    /// <summary>Null where the text is not known.</summary>
    public byte[]? TextDigest { get; init; }
}
