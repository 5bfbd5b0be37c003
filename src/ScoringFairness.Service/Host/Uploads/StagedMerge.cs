using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>Brings the staged rows of an upload into their table: one statement for all.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its columns that are staged, in their order; the organisation's id stands before them.</param>
/// <param name="OnConflict">What it does where a row has its key already: updates those that differ.</param>
/// <param name="MayConflict">Asks whether the table has rows that it may meet.</param>
internal sealed record StagedMerge(string Table, string Columns, string OnConflict, string MayConflict)
{
    /// <summary>The statement that takes the rows of the table, with the organisation's id first.</summary>
    public string Copy => $"copy {Table} (organisation_id, {Columns}) from stdin (format binary)";

    private string Insert =>
        $"insert into {Table} (organisation_id, {Columns}) select @organisationId, {Columns} from incoming where error_code is null";

    /// <summary>Whether rows may have keys that are taken already.</summary>
    /// <param name="connection">A connection whose transaction has locked the items.</param>
    /// <param name="keys">What the statements of this kind of upload take.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<bool> MayConflictAsync(NpgsqlConnection connection, object keys, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>(Command(MayConflict, keys, cancellation));

    /// <summary>Merges, in the caller's transaction, which has locked the items.</summary>
    /// <returns>Rows that were new, and rows that changed.</returns>
    public async Task<(long Inserted, long Updated)> RunAsync(NpgsqlConnection connection, object keys, CancellationToken cancellation) =>
        // Under the lock nobody else adds to these items: where there is nothing to meet, a plain insert takes half the time of one
        // that looks for conflicts.
        await MayConflictAsync(connection, keys, cancellation)
            ? await connection.QuerySingleAsync<(long, long)>(Command(
                $"""
                with merged as ({Insert} {OnConflict} returning xmax = 0 as is_new)
                select count(*) filter (where is_new), count(*) filter (where not is_new) from merged
                """,
                keys, cancellation))
            : (await connection.ExecuteAsync(Command(Insert, keys, cancellation)), 0);

    private static CommandDefinition Command(string sql, object keys, CancellationToken cancellation) =>
        new(sql, keys, commandTimeout: 0, cancellationToken: cancellation);
}
