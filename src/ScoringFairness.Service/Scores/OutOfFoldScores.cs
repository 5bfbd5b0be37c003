using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Scores;

/// <summary>The out-of-fold scores of audits.</summary>
internal sealed class OutOfFoldScores(OrganisationDatabase database)
{
    /// <summary>Writes the scores of one fit in the caller's transaction.</summary>
    public static Task WriteAsync(
        NpgsqlConnection connection, ScoredBy by, IEnumerable<OutOfFoldScore> scores, CancellationToken cancellation) =>
        OrganisationDatabase.CopyAsync(
            connection, "out_of_fold_scores",
            ScoredBy.Columns + ", response_no, student_no, group_label, human_level, level, score, expected, probabilities",
            copy => WriteAsync(copy, by, scores, cancellation), cancellation);

    private static async Task WriteAsync(
        NpgsqlBinaryImporter copy, ScoredBy by, IEnumerable<OutOfFoldScore> scores, CancellationToken cancellation)
    {
        foreach (var score in scores)
        {
            await by.StartRowAsync(copy, cancellation);
            await copy.WriteAsync(score.ResponseNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(score.StudentNo, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(score.Group, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync((short)score.HumanLevel, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync((short)score.Level, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(score.Score, NpgsqlDbType.Double, cancellation);
            if (score.Expected is { } expected)
            {
                await copy.WriteAsync(expected, NpgsqlDbType.Double, cancellation);
            }
            else
            {
                await copy.WriteNullAsync(cancellation);
            }
            if (score.Probabilities.Count == 0)
            {
                await copy.WriteNullAsync(cancellation);
            }
            else
            {
                await copy.WriteAsync(score.Probabilities.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Real, cancellation);
            }
        }
    }

    /// <summary>Deletes the scores of some responses of an audit in the caller's transaction.</summary>
    public static Task DeleteAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, IReadOnlyCollection<int> responseNumbers) =>
        connection.ExecuteAsync(
            """
            delete from out_of_fold_scores
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and response_no = any(@numbers)
            """,
            new { organisationId, auditId, itemId, numbers = responseNumbers.ToArray() });

    /// <summary>
    /// The count cube of a repeat: one GROUP BY, whose few distinct scores of each cell are then summed as decimals, so that no
    /// sum depends on the order of rows. Responses without a group are in none. Scores that lie off the item's scale, as
    /// <see cref="ScoreScale.IsOff"/> has it, are counted beside.
    /// </summary>
    public Task<IReadOnlyList<CubeCell>> CubeAsync(
        string organisationId, string auditId, int repeat, IReadOnlyList<StudyItem> items, CancellationToken cancellation) =>
        QueryAsync<CubeCell>(
            """
            select item_id, scorer, nullif(split, '') as split, group_label, human_level, level, sum(n)::bigint as n,
                   sum(with_probabilities)::bigint as with_probabilities, sum(n * score)::double precision as sum1,
                   sum(n * score * score)::double precision as sum2, sum(n * score * score * score)::double precision as sum3,
                   sum(n * score * score * score * score)::double precision as sum4,
                   coalesce(sum(n) filter (where raw < least_raw or raw > largest_raw), 0)::bigint as off_scale
            from (
              select item_id, scorer, split, group_label, human_level, level, s.score as raw, score::numeric as score, count(*) as n,
                     count(probabilities) as with_probabilities
              from out_of_fold_scores s
              where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat and group_label is not null
              group by item_id, scorer, split, group_label, human_level, level, s.score) t
            join unnest(@itemIds, @leastRaw, @largestRaw) as i(item_id, least_raw, largest_raw) using (item_id)
            group by item_id, scorer, t.split, group_label, human_level, level
            order by item_id, scorer, t.split, group_label, human_level, level
            """,
            organisationId, auditId, repeat, cancellation, items: items);

    /// <summary>
    /// The count cube of the scores before they were brought onto the scale, of scorers that have them: their power sums at each
    /// human and machine level.
    /// </summary>
    public Task<IReadOnlyList<CubeCell>> ExpectedCubeAsync(
        string organisationId, string auditId, int repeat, CancellationToken cancellation) =>
        QueryAsync<CubeCell>(
            """
            select item_id, scorer, nullif(split, '') as split, group_label, human_level, level, count(*) as n,
                   sum(expected)::double precision as sum1, sum(expected * expected)::double precision as sum2,
                   sum(expected * expected * expected)::double precision as sum3,
                   sum(expected * expected * expected * expected)::double precision as sum4
            from (
              select item_id, scorer, split, group_label, human_level, level, expected::numeric as expected
              from out_of_fold_scores
              where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat and group_label is not null
                and expected is not null) t
            group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
            """,
            organisationId, auditId, repeat, cancellation);

    /// <summary>Who was right of each two splits of a scorer, on the same responses of a repeat.</summary>
    public Task<IReadOnlyList<PairCell>> PairsAsync(
        string organisationId, string auditId, int repeat, string baseline, CancellationToken cancellation) =>
        QueryAsync<PairCell>(
            """
            select a.item_id, a.scorer, b.split, a.group_label, a.level = a.human_level as baseline_correct,
                   b.level = b.human_level as other_correct, count(*) as n
            from out_of_fold_scores a
            join out_of_fold_scores b using (organisation_id, audit_id, item_id, scorer, repeat, response_no)
            where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat
              and a.split = @baseline and b.split <> @baseline and a.group_label is not null
            group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
            """,
            organisationId, auditId, repeat, cancellation, baseline);

    /// <summary>Every score of a repeat, one row each, in a fixed order: what the resampling of students needs.</summary>
    public Task<IReadOnlyList<ScoreRow>> RowsAsync(
        string organisationId, string auditId, int repeat, CancellationToken cancellation) =>
        QueryAsync<ScoreRow>(
            """
            select item_id, response_no, scorer, nullif(split, '') as split, student_no, group_label, human_level, score, expected
            from out_of_fold_scores
            where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat and group_label is not null
            order by item_id, response_no, scorer, split
            """,
            organisationId, auditId, repeat, cancellation);

    /// <summary>The numbers of an item's responses that a scorer scored in the first repeat.</summary>
    public async Task<IReadOnlySet<int>> ScoredAsync(
        string organisationId, string auditId, string itemId, string scorer, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<int>(new CommandDefinition(
            """
            select response_no from out_of_fold_scores
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and scorer = @scorer and repeat = 0
            """,
            new { organisationId, auditId, itemId, scorer }, cancellationToken: cancellation))).ToHashSet();
    }

    /// <summary>The scores of a repeat before they were brought onto the scale, each with the fit that held it out, in a fixed order.</summary>
    public Task<IReadOnlyList<FoldedRow>> FoldedAsync(string organisationId, string auditId, int repeat, CancellationToken cancellation) =>
        QueryAsync<FoldedRow>(
            """
            select item_id, scorer, nullif(split, '') as split, student_no, group_label, human_level, expected, fit_no
            from out_of_fold_scores
            where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat and group_label is not null
              and expected is not null and fit_no is not null
            order by item_id, response_no, scorer, split
            """,
            organisationId, auditId, repeat, cancellation);

    private async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, string organisationId, string auditId, int repeat, CancellationToken cancellation,
        string? baseline = null, IReadOnlyList<StudyItem>? items = null)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var parameters = new
        {
            organisationId,
            auditId,
            repeat,
            baseline,
            itemIds = items?.Select(item => item.ItemId).ToArray(),
            leastRaw = items?.Select(item => item.Scale.LeastRaw).ToArray(),
            largestRaw = items?.Select(item => item.Scale.LargestRaw).ToArray(),
        };
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }
}
