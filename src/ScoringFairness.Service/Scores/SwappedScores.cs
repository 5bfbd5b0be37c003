using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scores;

/// <summary>How the score of a held-out response changed with words of it put in each other's place.</summary>
/// <param name="ResponseNo">Its place in the plan of its item.</param>
/// <param name="StudentNo">Its student.</param>
/// <param name="Group">Its group; null: not reported.</param>
/// <param name="Direction">firstToSecond or secondToFirst.</param>
/// <param name="Change">The score of the changed text minus that of the text, on the item's scale.</param>
/// <param name="LevelChanged">Whether its level is another.</param>
internal sealed record SwappedScore(int ResponseNo, int StudentNo, string? Group, string Direction, double Change, bool LevelChanged);

/// <summary>A row of a repeat.</summary>
internal sealed record SwappedRow
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public string? Split { get; init; }

    public required int StudentNo { get; init; }

    public required string GroupLabel { get; init; }

    public required string Direction { get; init; }

    public required double Change { get; init; }

    public required bool LevelChanged { get; init; }
}

/// <summary>How a response's score changed, one by one.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="ResponseNo">The response's place in the plan of its item.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">Its training split; null: none.</param>
/// <param name="Direction">firstToSecond or secondToFirst.</param>
/// <param name="Change">The score of the changed text minus that of the text, on the item's scale.</param>
/// <param name="LevelChanged">Whether its level is another.</param>
internal sealed record SwapOfResponse(
    string ItemId, int ResponseNo, string Scorer, string? Split, string Direction, double Change, bool LevelChanged);

/// <summary>The changes of scores by swapped words.</summary>
internal sealed class SwappedScores(OrganisationDatabase database)
{
    /// <summary>Writes those of one fit in the caller's transaction.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, ScoredBy by, IReadOnlyList<SwappedScore> scores, CancellationToken cancellation) =>
        scores.Count == 0 ? Task.CompletedTask : OrganisationDatabase.CopyAsync(
            connection, "swapped_scores",
            ScoredBy.Columns + ", response_no, direction, student_no, group_label, change, level_changed",
            copy => WriteAsync(copy, by, scores, cancellation), cancellation);

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, ScoredBy by, IReadOnlyList<SwappedScore> scores, CancellationToken cancellation)
    {
        foreach (var score in scores)
        {
            await by.StartRowAsync(copy, cancellation);
            await copy.WriteAsync(score.ResponseNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(score.Direction, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(score.StudentNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(score.Group, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(score.Change, NpgsqlDbType.Double, cancellation);
            await copy.WriteAsync(score.LevelChanged, NpgsqlDbType.Boolean, cancellation);
        }
    }

    /// <summary>Deletes those of some responses of an audit in the caller's transaction.</summary>
    public static Task DeleteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, IReadOnlyCollection<int> responseNumbers) =>
        connection.ExecuteAsync(
            """
            delete from swapped_scores
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and response_no = any(@numbers)
            """,
            new { organisationId, auditId, itemId, numbers = responseNumbers.ToArray() });

    /// <summary>Those of some responses in the first repeat, by each scorer.</summary>
    public async Task<IReadOnlyList<SwapOfResponse>> OfAsync(
        string organisationId, string auditId, IReadOnlyCollection<(string ItemId, int ResponseNo)> responses, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<SwapOfResponse>(new CommandDefinition(
            """
            select item_id, response_no, scorer, nullif(split, '') as split, direction, change, level_changed
            from swapped_scores
            where organisation_id = @organisationId and audit_id = @auditId and repeat = 0
              and (item_id, response_no) in (select * from unnest(@items, @numbers))
            order by item_id, response_no, scorer, split, direction
            """,
            new
            {
                organisationId,
                auditId,
                items = responses.Select(one => one.ItemId).ToArray(),
                numbers = responses.Select(one => one.ResponseNo).ToArray(),
            },
            cancellationToken: cancellation))).AsList();
    }

    /// <summary>Those of a repeat, in a fixed order; responses without a group are in none.</summary>
    public async Task<IReadOnlyList<SwappedRow>> RowsAsync(string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<SwappedRow>(new CommandDefinition(
            """
            select item_id, scorer, nullif(split, '') as split, student_no, group_label, direction, change, level_changed
            from swapped_scores
            where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat and group_label is not null
            order by item_id, response_no, scorer, split, direction
            """,
            new { organisationId, auditId, repeat }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }
}
