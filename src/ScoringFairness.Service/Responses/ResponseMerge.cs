using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Responses;

/// <summary>Brings the staged rows of an upload into <c>responses</c>.</summary>
internal static class ResponseMerge
{
    private const string Insert =
        """
        insert into responses (organisation_id, item_id, response_id, student_id, text, text_digest, human_score, further_scores,
                               groups, cohort, submitted_at, text_length)
        select @organisationId, item_id, response_id, student_id, text, text_digest, human_score, further_scores,
               groups, cohort, submitted_at, text_length
        from incoming where error_code is null
        """;

    private const string InsertOrUpdate =
        $"""
        with merged as (
          {Insert}
          on conflict (organisation_id, item_id, response_id) do update
          set student_id = excluded.student_id, text = excluded.text, text_digest = excluded.text_digest,
              human_score = excluded.human_score, further_scores = excluded.further_scores, groups = excluded.groups,
              cohort = excluded.cohort, submitted_at = excluded.submitted_at, text_length = excluded.text_length, updated_at = now()
          where (responses.student_id, responses.text, responses.human_score, responses.further_scores,
                 responses.groups, responses.cohort, responses.submitted_at)
            is distinct from (excluded.student_id, excluded.text, excluded.human_score, excluded.further_scores,
                 excluded.groups, excluded.cohort, excluded.submitted_at)
          returning xmax = 0 as is_new)
        select count(*) filter (where is_new), count(*) filter (where not is_new) from merged
        """;

    /// <summary>Merges the rows without an error, in the caller's transaction, which has locked their items.</summary>
    /// <returns>Rows that were new, and rows that changed.</returns>
    public static async Task<(long Inserted, long Updated)> RunAsync(
        NpgsqlConnection connection, string organisationId, IReadOnlyList<string> itemIds, CancellationToken cancellation)
    {
        // Under the lock nobody else adds to these items: where they are empty, no key can be taken, and a plain insert takes
        // half the time of one that looks for conflicts.
        var isFirst = !await connection.ExecuteScalarAsync<bool>(Command(
            "select exists (select 1 from responses where organisation_id = @organisationId and item_id = any(@items))"));
        return isFirst
            ? (await connection.ExecuteAsync(Command(Insert)), 0)
            : await connection.QuerySingleAsync<(long, long)>(Command(InsertOrUpdate));

        CommandDefinition Command(string sql) =>
            new(sql, new { organisationId, items = itemIds.ToArray() }, commandTimeout: 0, cancellationToken: cancellation);
    }
}
