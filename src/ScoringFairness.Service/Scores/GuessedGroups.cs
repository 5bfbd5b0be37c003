using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scores;

/// <summary>What a probe guessed of the group of a held-out response.</summary>
/// <param name="ResponseNo">Its place in the plan of its item.</param>
/// <param name="StudentNo">Its student.</param>
/// <param name="Group">Its group.</param>
/// <param name="Focal">The focal group that the probe tells from the reference.</param>
/// <param name="Part">The part of the fold that it was held out with.</param>
/// <param name="ByVector">The guess from the scorer's vector, higher for the reference group.</param>
/// <param name="ByPlain">The guess from plain features.</param>
internal sealed record GuessedGroup(int ResponseNo, int StudentNo, string Group, string Focal, int Part, double ByVector, double ByPlain);

/// <summary>A row of a repeat.</summary>
internal sealed record GuessedRow
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public string? Split { get; init; }

    public required int StudentNo { get; init; }

    public required string GroupLabel { get; init; }

    public required string Focal { get; init; }

    public required int FitNo { get; init; }

    public required short Part { get; init; }

    public required double ByVector { get; init; }

    public required double ByPlain { get; init; }
}

/// <summary>The guesses of probes.</summary>
internal sealed class GuessedGroups(OrganisationDatabase database)
{
    /// <summary>Writes those of one fit in the caller's transaction.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, ScoredBy by, IReadOnlyList<GuessedGroup> guesses, CancellationToken cancellation) =>
        guesses.Count == 0 ? Task.CompletedTask : OrganisationDatabase.CopyAsync(
            connection, "guessed_groups",
            ScoredBy.Columns + ", response_no, focal, student_no, group_label, part, by_vector, by_plain",
            copy => WriteAsync(copy, by, guesses, cancellation), cancellation);

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, ScoredBy by, IReadOnlyList<GuessedGroup> guesses, CancellationToken cancellation)
    {
        foreach (var guess in guesses)
        {
            await by.StartRowAsync(copy, cancellation);
            await copy.WriteAsync(guess.ResponseNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(guess.Focal, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(guess.StudentNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(guess.Group, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync((short)guess.Part, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(guess.ByVector, NpgsqlDbType.Double, cancellation);
            await copy.WriteAsync(guess.ByPlain, NpgsqlDbType.Double, cancellation);
        }
    }

    /// <summary>Deletes those of some responses of an audit in the caller's transaction.</summary>
    public static Task DeleteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, IReadOnlyCollection<int> responseNumbers) =>
        connection.ExecuteAsync(
            """
            delete from guessed_groups
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and response_no = any(@numbers)
            """,
            new { organisationId, auditId, itemId, numbers = responseNumbers.ToArray() });

    /// <summary>Those of a repeat, in a fixed order.</summary>
    public async Task<IReadOnlyList<GuessedRow>> RowsAsync(string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<GuessedRow>(new CommandDefinition(
            """
            select item_id, scorer, nullif(split, '') as split, student_no, group_label, focal, fit_no, part, by_vector, by_plain
            from guessed_groups
            where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat
            order by item_id, response_no, scorer, split, focal
            """,
            new { organisationId, auditId, repeat }, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }
}
