using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Responses;

/// <summary>Takes an upload into the database: every row of it in one transaction, or nothing.</summary>
internal sealed class ResponseImport(NpgsqlDataSource database, ItemStore items)
{
    /// <summary>Streams the rows through a temporary table into <c>responses</c>.</summary>
    public async Task<IngestAnswer> RunAsync(
        string organisationId, IngestQuery query, IAsyncEnumerable<InputRow> rows, CancellationToken cancellation)
    {
        var answer = new IngestTally();
        var scales = new ItemScales(organisationId, query.NewScale(), items);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(Sql.CreateIncoming);
        await CopyAsync(connection, query, rows, scales, answer, cancellation);
        await RefuseDuplicatesAsync(connection, answer);
        if (answer.Rejected > 0 && (!query.Skips() || answer.IsBroken))
        {
            return answer.ToAnswer();
        }
        foreach (var itemId in scales.Created)
        {
            await ItemStore.AddMissingAsync(connection, organisationId, itemId, query.NewScale()!);
        }
        var (inserted, updated) = await connection.QuerySingleAsync<(long, long)>(Sql.Merge, new { organisationId });
        await transaction.CommitAsync(cancellation);
        return answer.ToAnswer(inserted, updated, stored: true);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, IngestQuery query, IAsyncEnumerable<InputRow> rows, ItemScales scales,
        IngestTally answer, CancellationToken cancellation)
    {
        var reader = new ResponseReader(query);
        await using var copy = await connection.BeginBinaryImportAsync(Sql.CopyIncoming, cancellation);
        try
        {
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                if (answer.Received == 0 && !answer.Columns(reader, row))
                {
                    break;
                }
                answer.Received++;
                var (response, error) = reader.Read(row);
                error ??= await scales.CheckAsync(row.Number, response!, cancellation);
                if (error is not null)
                {
                    answer.Refuse(error);
                    continue;
                }
                await WriteAsync(copy, row.Number, response!, cancellation);
            }
        }
        catch (BrokenInputException broken)
        {
            answer.Break(broken.Error);
        }
        if (answer.Received == 0 && !answer.IsBroken)
        {
            answer.Break(new RowError(0, null, "empty", "The upload holds no row; send at least one."));
        }
        await copy.CompleteAsync(cancellation);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, int number, GradedResponse response, CancellationToken cancellation)
    {
        await copy.StartRowAsync(cancellation);
        await copy.WriteAsync(number, NpgsqlDbType.Integer, cancellation);
        await copy.WriteAsync(response.ItemId, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(response.ResponseId, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(response.StudentId, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(response.Text, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(TextDigest.Of(response.Text), NpgsqlDbType.Bytea, cancellation);
        await copy.WriteAsync(response.HumanScore, NpgsqlDbType.Double, cancellation);
        await copy.WriteAsync(response.FurtherScores.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Double, cancellation);
        await copy.WriteAsync(JsonSerializer.Serialize(response.Groups), NpgsqlDbType.Jsonb, cancellation);
        await copy.WriteAsync(response.Cohort, NpgsqlDbType.Text, cancellation);
        if (response.SubmittedAt is { } submittedAt)
        {
            await copy.WriteAsync(submittedAt, NpgsqlDbType.TimestampTz, cancellation);
        }
        else
        {
            await copy.WriteNullAsync(cancellation);
        }
    }

    private static async Task RefuseDuplicatesAsync(NpgsqlConnection connection, IngestTally answer)
    {
        var duplicates = await connection.QueryAsync<(int Row, string ResponseId, int First)>(Sql.Duplicates);
        foreach (var (row, responseId, first) in duplicates)
        {
            answer.Refuse(new RowError(row, "responseId", "duplicate",
                $"Response '{responseId}' of this item stands in row {first} already; send each once."));
        }
        await connection.ExecuteAsync(Sql.DropDuplicates);
    }

    private static class Sql
    {
        public const string CreateIncoming =
            """
            create temporary table incoming (
              row_no integer, item_id text, response_id text, student_id text, text text, text_digest bytea,
              human_score double precision, further_scores double precision[], groups jsonb, cohort text,
              submitted_at timestamptz) on commit drop
            """;

        public const string CopyIncoming = "copy incoming from stdin (format binary)";

        public const string Duplicates =
            """
            select row_no, response_id, first from (
              select row_no, response_id, min(row_no) over same as first from incoming
              window same as (partition by item_id, response_id)) numbered
            where row_no > first order by row_no
            """;

        public const string DropDuplicates =
            """
            delete from incoming later using incoming earlier
            where later.item_id = earlier.item_id and later.response_id = earlier.response_id and later.row_no > earlier.row_no
            """;

        // In the order of the key, so that uploads at the same time wait for each other instead of deadlocking.
        public const string Merge =
            """
            with merged as (
              insert into responses (organisation_id, item_id, response_id, student_id, text, text_digest, human_score,
                                     further_scores, groups, cohort, submitted_at)
              select @organisationId, item_id, response_id, student_id, text, text_digest, human_score,
                     further_scores, groups, cohort, submitted_at
              from incoming order by item_id, response_id
              on conflict (organisation_id, item_id, response_id) do update
              set student_id = excluded.student_id, text = excluded.text, text_digest = excluded.text_digest,
                  human_score = excluded.human_score, further_scores = excluded.further_scores, groups = excluded.groups,
                  cohort = excluded.cohort, submitted_at = excluded.submitted_at, updated_at = now()
              where (responses.student_id, responses.text, responses.human_score, responses.further_scores,
                     responses.groups, responses.cohort, responses.submitted_at)
                is distinct from (excluded.student_id, excluded.text, excluded.human_score, excluded.further_scores,
                     excluded.groups, excluded.cohort, excluded.submitted_at)
              returning xmax = 0 as is_new)
            select count(*) filter (where is_new), count(*) filter (where not is_new) from merged
            """;
    }
}
