using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scores;

/// <summary>What a teacher says of a response that its students train on.</summary>
internal sealed record TaughtScore
{
    /// <summary>Its place in the plan of its item.</summary>
    public required int ResponseNo { get; init; }

    /// <summary>The teacher's score in levels, before it was brought onto the scale.</summary>
    public required double Place { get; init; }

    /// <summary>Probability of each level; null where the teacher gave none.</summary>
    public float[]? Probabilities { get; init; }
}

/// <summary>What teachers' fits say of training responses, kept until their students have trained on it. It leaves the house in no form.</summary>
internal sealed class TaughtScores(OrganisationDatabase database)
{
    private const string OfAudit = "organisation_id = @organisationId and audit_id = @auditId";

    /// <summary>Writes those of one fit in the caller's transaction; responses that were erased meanwhile have none.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, int fitNo, IEnumerable<TaughtScore> scores,
        CancellationToken cancellation)
    {
        await OrganisationDatabase.CopyAsync(
            connection, "taught_scores", "organisation_id, audit_id, item_id, fit_no, response_no, place, probabilities",
            async copy =>
            {
                foreach (var score in scores)
                {
                    await copy.StartRowAsync(cancellation);
                    await copy.WriteAsync(organisationId, NpgsqlDbType.Text, cancellation);
                    await copy.WriteAsync(auditId, NpgsqlDbType.Text, cancellation);
                    await copy.WriteAsync(itemId, NpgsqlDbType.Text, cancellation);
                    await copy.WriteAsync(fitNo, NpgsqlDbType.Integer, cancellation);
                    await copy.WriteAsync(score.ResponseNo, NpgsqlDbType.Integer, cancellation);
                    await copy.WriteAsync(score.Place, NpgsqlDbType.Double, cancellation);
                    if (score.Probabilities is { } probabilities)
                    {
                        await copy.WriteAsync(probabilities, NpgsqlDbType.Array | NpgsqlDbType.Real, cancellation);
                    }
                    else
                    {
                        await copy.WriteNullAsync(cancellation);
                    }
                }
            },
            cancellation);
        await connection.ExecuteAsync(
            $"""
            delete from taught_scores where {OfAudit} and item_id = @itemId and fit_no = @fitNo and response_no in (
              select response_no from audit_responses where {OfAudit} and item_id = @itemId and response_id = '')
            """,
            new { organisationId, auditId, itemId, fitNo });
    }

    /// <summary>Those of a fit, by the numbers of the responses.</summary>
    public async Task<IReadOnlyDictionary<int, TaughtScore>> ReadAsync(
        string organisationId, string auditId, string itemId, int fitNo, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<TaughtScore>(new CommandDefinition(
            $"select response_no, place, probabilities from taught_scores where {OfAudit} and item_id = @itemId and fit_no = @fitNo",
            new { organisationId, auditId, itemId, fitNo }, cancellationToken: cancellation))).ToDictionary(score => score.ResponseNo);
    }

    /// <summary>Deletes those of some fits, or of all of an audit, in the caller's transaction.</summary>
    public static Task DeleteAsync(NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyCollection<int>? fits) =>
        connection.ExecuteAsync(
            $"delete from taught_scores where {OfAudit} and (@numbers::int[] is null or fit_no = any(@numbers))",
            new { organisationId, auditId, numbers = fits?.ToArray() });

    /// <summary>Deletes those of some responses of an audit in the caller's transaction.</summary>
    public static Task DeleteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, IReadOnlyCollection<int> responseNumbers) =>
        connection.ExecuteAsync(
            $"delete from taught_scores where {OfAudit} and item_id = @itemId and response_no = any(@numbers)",
            new { organisationId, auditId, itemId, numbers = responseNumbers.ToArray() });
}
