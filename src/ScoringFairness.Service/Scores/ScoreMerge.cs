using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Scores;

/// <summary>Brings the staged rows of an upload into <c>machine_scores</c>.</summary>
internal static class ScoreMerge
{
    private const string Insert =
        """
        insert into machine_scores (organisation_id, scorer, item_id, response_id, score, probabilities)
        select @organisationId, scorer, item_id, response_id, score, probabilities from incoming where error_code is null
        """;

    private const string InsertOrUpdate =
        $"""
        with merged as (
          {Insert}
          on conflict (organisation_id, item_id, response_id, scorer) do update
          set score = excluded.score, probabilities = excluded.probabilities, updated_at = now()
          where (machine_scores.score, machine_scores.probabilities) is distinct from (excluded.score, excluded.probabilities)
          returning xmax = 0 as is_new)
        select count(*) filter (where is_new), count(*) filter (where not is_new) from merged
        """;

    /// <summary>Merges the rows without an error, in the caller's transaction, which has locked their items.</summary>
    /// <returns>Rows that were new, and rows that changed.</returns>
    public static async Task<(long Inserted, long Updated)> RunAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyList<string> itemIds, CancellationToken cancellation)
    {
        // As for responses: where a scorer has no score of these items yet, no key can be taken.
        var isFirst = !await connection.ExecuteScalarAsync<bool>(Command(
            """
            select exists (
              select 1 from machine_scores where organisation_id = @organisationId and item_id = any(@items)
              and scorer in (select scorer from incoming where error_code is null group by scorer))
            """));
        return isFirst
            ? (await connection.ExecuteAsync(Command(Insert)), 0)
            : await connection.QuerySingleAsync<(long, long)>(Command(InsertOrUpdate));

        CommandDefinition Command(string sql) =>
            new(sql, new { organisationId, items = itemIds.ToArray() }, commandTimeout: 0, cancellationToken: cancellation);
    }
}
