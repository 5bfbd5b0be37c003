using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Responses;

/// <summary>Several staged rows that are one response.</summary>
internal static class ResponseRows
{
    /// <summary>Keeps one attempt of each student at each item; where no student is named, of each response.</summary>
    /// <returns>Rows that are gone.</returns>
    public static async Task<long> KeepAsync(NpgsqlConnection connection, bool last, CancellationToken cancellation)
    {
        var order = last ? "desc" : "asc";
        return await connection.ExecuteAsync(new CommandDefinition(
            $"""
            with ranked as (
              select ctid as at, row_number() over (
                partition by item_id, student_id, case when student_id is null then response_id end
                order by attempt {order} nulls last, row_no {order}) as place
              from incoming where error_code is null)
            delete from incoming using ranked where incoming.ctid = at and place > 1
            """,
            commandTimeout: 0, cancellationToken: cancellation));
    }

    /// <summary>Makes one row of those that hold the ratings of a response, in the order of its raters; one that rated twice is refused.</summary>
    /// <returns>Rows that are gone.</returns>
    public static async Task<long> JoinRatingsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update incoming set error_field = 'rater', error_code = 'duplicate',
              error_message = format('Row %s holds a rating of response ''%s'' by the same rater; send one of them.', first, incoming.response_id)
            from (select item_id, response_id, rater, min(row_no) as first from incoming where error_code is null
                  group by item_id, response_id, rater having count(*) > 1) repeated
            where error_code is null and row_no > first and incoming.item_id = repeated.item_id and incoming.response_id = repeated.response_id
              and incoming.rater is not distinct from repeated.rater
            """,
            commandTimeout: 0, cancellationToken: cancellation));
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            with ranked as (
              select ctid as at, row_number() over (partition by item_id, response_id order by rater, row_no) as place,
                array_agg(human_score) over (
                  partition by item_id, response_id order by rater, row_no rows between unbounded preceding and unbounded following) as scores
              from incoming where error_code is null),
            joined as (
              update incoming set human_score = scores[1], further_scores = scores[2:] from ranked where incoming.ctid = at and place = 1)
            delete from incoming using ranked where incoming.ctid = at and place > 1
            """,
            commandTimeout: 0, cancellationToken: cancellation));
    }
}
