using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Responses;

/// <summary>The graded responses as audits ask for them.</summary>
internal sealed class AuditedResponses(OrganisationDatabase database, TextCipher cipher)
{
    /// <summary>The responses that an audit of one item takes in, without their texts, in the order of their ids.</summary>
    /// <param name="connection">The planning transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="selection">Which responses take part, and how their groups are read.</param>
    public static async Task<IReadOnlyList<CandidateResponse>> CandidatesAsync(
        NpgsqlConnection connection, string organisationId, string itemId, ResponseSelection selection) =>
        (await connection.QueryAsync<CandidateResponse>(new CommandDefinition(
            $"""
            select response_id, student_id, {GroupRule.Label} as group_label, human_score, further_scores, text_digest
            from responses
            where organisation_id = @organisationId and item_id = @itemId and {ResponseSelection.Condition}
            order by response_id collate "C"
            """,
            selection.Parameters(new { organisationId, itemId })))).AsList();

    /// <summary>How many responses of an item belong to groups that take no part.</summary>
    public static Task<long> LeftOutAsync(NpgsqlConnection connection, string organisationId, string itemId, ResponseSelection selection) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"""
            select count(*) from responses
            where organisation_id = @organisationId and item_id = @itemId and {ResponseSelection.AnyGroup} and {GroupRule.IsLeftOut}
            """,
            selection.Parameters(new { organisationId, itemId })));

    /// <summary>The words that stand for a missing value in responses of some items, by attribute.</summary>
    public static async Task<IReadOnlyList<(string Attribute, string Word)>> MissingWordsAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyCollection<string> itemIds, ResponseSelection selection) =>
        (await connection.QueryAsync<(string, string)>(new CommandDefinition(
            $"""
            select distinct a.name, groups ->> a.name from responses, unnest(@attributes::text[]) a(name)
            where organisation_id = @organisationId and item_id = any(@items) and {ResponseSelection.AnyGroup} and groups ->> a.name = any(@missing)
            order by 1, 2
            """,
            selection.Parameters(new { organisationId, items = itemIds.ToArray() })))).AsList();

    /// <summary>How many responses each group has on each item.</summary>
    public async Task<IReadOnlyList<(string ItemId, string? Group, long N)>> GroupSizesAsync(
        string organisationId, IReadOnlyCollection<string> itemIds, ResponseSelection selection)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return (await connection.QueryAsync<(string, string?, long)>(new CommandDefinition(
            $"""
            select item_id, {GroupRule.Label} as label, count(*) from responses
            where organisation_id = @organisationId and item_id = any(@items) and {ResponseSelection.Condition}
            group by 1, 2 order by 1, 2
            """,
            selection.Parameters(new { organisationId, items = itemIds.ToArray() })))).AsList();
    }

    /// <summary>How many responses of some items have no text; items where all have one are absent.</summary>
    public async Task<IReadOnlyList<(string ItemId, long N)>> WithoutTextAsync(
        string organisationId, IReadOnlyCollection<string> itemIds, ResponseSelection selection)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return (await connection.QueryAsync<(string, long)>(new CommandDefinition(
            $"""
            select item_id, count(*) from responses
            where organisation_id = @organisationId and item_id = any(@items) and {ResponseSelection.Condition} and text is null
            group by 1 order by 1
            """,
            selection.Parameters(new { organisationId, items = itemIds.ToArray() })))).AsList();
    }

    /// <summary>The texts of an item with an attribute of each, one after the other: together they may be gigabytes.</summary>
    public static async IAsyncEnumerable<(string ResponseId, string Text, string? Value)> TextsAsync(
        NpgsqlConnection connection, string organisationId, string itemId, ResponseSelection selection, string? attribute, TextCipher cipher)
    {
#pragma warning disable DAP018 // The analyser does not look into the condition that is set in, which names the parameters.
        var rows = connection.QueryUnbufferedAsync<(string ResponseId, string Text, string? Value)>(
            $"""
            select response_id, text, groups ->> @attribute from responses
            where organisation_id = @organisationId and item_id = @itemId and {ResponseSelection.Condition} and text is not null
            """,
            selection.Parameters(new { organisationId, itemId, attribute = attribute ?? "" }), commandTimeout: 0);
#pragma warning restore DAP018
        await foreach (var (responseId, text, value) in rows)
        {
            yield return (responseId, cipher.Open(text, organisationId, itemId, responseId), value);
        }
    }

    /// <summary>Whether a response of some items has an attribute.</summary>
    public async Task<bool> HaveAsync(string organisationId, IReadOnlyCollection<string> itemIds, string attribute)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return await connection.ExecuteScalarAsync<bool>(
            """
            select exists (select from responses where organisation_id = @organisationId and item_id = any(@items) and groups ->> @attribute is not null)
            """,
            new { organisationId, items = itemIds.ToArray(), attribute });
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
