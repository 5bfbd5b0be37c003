using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>Brings the staged rows of an upload into their table: one statement for all.</summary>
/// <param name="Insert">Inserts the staged rows without an error.</param>
/// <param name="OnConflict">What it does where a row has its key already: updates those that differ.</param>
/// <param name="MayConflict">Asks whether the table has rows that it may meet.</param>
internal sealed record StagedMerge(string Insert, string OnConflict, string MayConflict)
{
    /// <summary>Merges, in the caller's transaction, which has locked the items.</summary>
    /// <returns>Rows that were new, and rows that changed.</returns>
    public async Task<(long Inserted, long Updated)> RunAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyList<string> itemIds, CancellationToken cancellation)
    {
        // Under the lock nobody else adds to these items: where there is nothing to meet, a plain insert takes half the time of one
        // that looks for conflicts.
        return await connection.ExecuteScalarAsync<bool>(Command(MayConflict))
            ? await connection.QuerySingleAsync<(long, long)>(Command(
                $"""
                with merged as ({Insert} {OnConflict} returning xmax = 0 as is_new)
                select count(*) filter (where is_new), count(*) filter (where not is_new) from merged
                """))
            : (await connection.ExecuteAsync(Command(Insert)), 0);

        CommandDefinition Command(string sql) =>
            new(sql, new { organisationId, items = itemIds.ToArray() }, commandTimeout: 0, cancellationToken: cancellation);
    }
}
