using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>Stores the rows of an upload through the temporary table <c>incoming</c>, where they meet each other and what is stored.</summary>
internal static class StagedRows
{
    private const int ErrorsShown = 100;

    /// <summary>Staged rows from which on joins go through whole tables at once rather than row by row.</summary>
    private const int Many = 5000;

    /// <summary>Stages the rows, marks those that cannot be taken, and merges the others, if they are to be stored.</summary>
    public static async Task<(IngestAnswer Answer, RowError? Problem)> StoreAsync(
        NpgsqlConnection connection, UploadQuery query, IUpload upload, KeptRows kept, StagedUpload staged, IngestAnswer answer,
        CancellationToken cancellation)
    {
        await connection.ExecuteAsync(Staging.Create(upload));
        await kept.CopyAsync(connection, Staging.Copy, cancellation);
        var (rejected, merged, inserted, updated) = (staged.Rejected, 0L, 0L, 0L);
        if (!staged.IsBroken)
        {
            merged = await upload.JoinAsync(connection, cancellation);
            rejected += await MarkDuplicatesAsync(connection, upload, staged.Received, cancellation);
            if ((rejected == 0 || query.Skips) && await upload.HoldAsync(connection) is { } problem)
            {
                return (answer, problem);
            }
            rejected += await upload.MarkUnfitAsync(connection, cancellation);
        }
        if (staged.IsStored(rejected, query))
        {
            (inserted, updated) = await upload.Merge.RunAsync(connection, upload.Keys, cancellation);
            answer = answer with { Inserted = inserted, Updated = updated, Unchanged = staged.Received - rejected - merged - inserted - updated };
        }
        var errors = rejected > 0 ? await UploadStore.FirstErrorsAsync(connection, ErrorsShown) : [];
        return (answer with { Rejected = rejected, Merged = merged, Errors = errors }, null);
    }

    private static async Task<int> MarkDuplicatesAsync(
        NpgsqlConnection connection, IUpload upload, long received, CancellationToken cancellation)
    {
        // A table just filled has no statistics, and those of the tables it is joined with may be stale: a plan made for a
        // handful of rows would take hours for a million.
        await connection.ExecuteAsync(new CommandDefinition(
            $"set local work_mem = '64MB'; set local enable_nestloop = {(received >= Many ? "off" : "on")}; "
            + "analyze incoming (error_code, item_id, response_id)",
            commandTimeout: 0, cancellationToken: cancellation));
        return !upload.MayRepeat ? 0 : await connection.ExecuteAsync(new CommandDefinition(
            $"""
            update incoming set error_field = 'responseId', error_code = 'duplicate',
              error_message = format('Response ''%s'' stands in row %s already; send each once.', incoming.response_id, first)
            from (select {upload.KeyColumns}, min(row_no) as first from incoming where error_code is null
                  group by {upload.KeyColumns} having count(*) > 1) repeated
            where error_code is null and row_no > first and ({Qualified("incoming")}) = ({Qualified("repeated")})
            """,
            commandTimeout: 0, cancellationToken: cancellation));

        string Qualified(string table) => string.Join(", ", upload.KeyColumns.Split(", ").Select(column => $"{table}.{column}"));
    }
}
