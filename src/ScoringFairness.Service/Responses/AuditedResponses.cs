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

    /// <summary>The students of an item's responses, by the response, of those who gave several.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RepeatedStudentsAsync(
        NpgsqlConnection connection, string organisationId, string itemId) =>
        (await connection.QueryAsync<(string ResponseId, string StudentId)>(
            """
            select response_id, student_id from (
              select response_id, student_id, count(*) over (partition by student_id) as n from responses
              where organisation_id = @organisationId and item_id = @itemId and student_id is not null) answered
            where n > 1
            """,
            new { organisationId, itemId })).ToDictionary(row => row.ResponseId, row => row.StudentId, StringComparer.Ordinal);

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
    public async Task<IReadOnlyList<GroupSize>> GroupSizesAsync(
        string organisationId, IReadOnlyCollection<string> itemIds, ResponseSelection selection)
    {
        await using var connection = await database.OpenAsync(organisationId);
        return (await connection.QueryAsync<GroupSize>(new CommandDefinition(
            $"""
            select item_id as "ItemId", {GroupRule.Label} as "Group", count(*) as "N",
                   count(distinct student_id) + count(*) filter (where student_id is null) as "Students"
            from responses
            where organisation_id = @organisationId and item_id = any(@items) and {ResponseSelection.Condition}
            group by 1, 2 order by 1, 2
            """,
            selection.Parameters(new { organisationId, items = itemIds.ToArray() })))).AsList();
    }

    /// <summary>The mean length of items' texts in bytes as they are stored, by which lengths of like texts compare; items without a text are absent.</summary>
    public async Task<IReadOnlyDictionary<string, double>> MeanLengthsAsync(
        string organisationId, IReadOnlyCollection<string> itemIds, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<(string ItemId, double Length)>(new CommandDefinition(
            """
            select item_id, avg(octet_length(text))::double precision from responses
            where organisation_id = @organisationId and item_id = any(@items) and text is not null group by 1
            """,
            new { organisationId, items = itemIds.ToArray() }, cancellationToken: cancellation))).ToDictionary(row => row.ItemId, row => row.Length);
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

    /// <summary>The bytes of some responses' texts as they stand now; those without a text are absent.</summary>
    public async Task<IReadOnlyDictionary<(string ItemId, string ResponseId), long>> SizesAsync(
        string organisationId, IReadOnlyCollection<(string ItemId, string ResponseId)> which, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<(string ItemId, string ResponseId, long Bytes)>(new CommandDefinition(
            """
            select item_id, response_id, octet_length(text)::bigint from responses
            where organisation_id = @organisationId and (item_id, response_id) in (select * from unnest(@items, @ids)) and text is not null
            """,
            new { organisationId, items = which.Select(one => one.ItemId).ToArray(), ids = which.Select(one => one.ResponseId).ToArray() },
            cancellationToken: cancellation));
        return rows.ToDictionary(row => (row.ItemId, row.ResponseId), row => row.Bytes);
    }

    /// <summary>Some responses as they stand now, by item and id, without those that were deleted.</summary>
    public async Task<IReadOnlyDictionary<(string ItemId, string ResponseId), PresentText>> PresentAsync(
        string organisationId, IReadOnlyCollection<(string ItemId, string ResponseId)> which, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var rows = await connection.QueryAsync<(string ItemId, string ResponseId, string? Text, DateTime UpdatedAt)>(new CommandDefinition(
            """
            select item_id, response_id, text, updated_at from responses
            where organisation_id = @organisationId and (item_id, response_id) in (select * from unnest(@items, @ids))
            """,
            new { organisationId, items = which.Select(one => one.ItemId).ToArray(), ids = which.Select(one => one.ResponseId).ToArray() },
            cancellationToken: cancellation));
        return rows.ToDictionary(row => (row.ItemId, row.ResponseId), row => new PresentText(
            row.Text is null ? null : cipher.Open(row.Text, organisationId, row.ItemId, row.ResponseId), row.UpdatedAt));
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

/// <summary>How large a group is on an item.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Group">The group; null: not reported.</param>
/// <param name="N">Its responses.</param>
/// <param name="Students">Its different students; a response without one is a student's of its own.</param>
internal sealed record GroupSize(string ItemId, string? Group, long N, long Students);

/// <summary>The text of a response as it stands now.</summary>
/// <param name="Text">The text; null where the client keeps it, or a policy has erased it.</param>
/// <param name="UpdatedAt">When the response last changed.</param>
internal sealed record PresentText(string? Text, DateTime UpdatedAt);

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
