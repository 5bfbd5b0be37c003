using Dapper;
using Npgsql;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Responses;

/// <summary>Counts the students behind the responses to an item, where some student gave several.</summary>
internal static class StudentCounts
{
    /// <summary>The different students of each group by attribute, in all and at each level; null where each response is another's.</summary>
    public static async Task<IReadOnlyDictionary<(string Attribute, string? Group), (long All, IReadOnlyList<long> ByLevel)>?> OfAsync(
        NpgsqlConnection connection, string organisationId, string itemId, ScoreScale scale)
    {
        if (!await connection.ExecuteScalarAsync<bool>(
            """
            select exists (select 1 from responses
                           where organisation_id = @organisationId and item_id = @itemId and student_id is not null
                           group by student_id having count(*) > 1)
            """,
            new { organisationId, itemId }))
        {
            return null;
        }
        var rows = await connection.QueryAsync<(string Attribute, string? Group, double? Score, long N)>(
            """
            with attributes as (
              select distinct a.key as attribute from responses r, jsonb_object_keys(r.groups) a(key)
              where r.organisation_id = @organisationId and r.item_id = @itemId)
            select a.attribute, r.groups ->> a.attribute as label, r.human_score,
                   count(distinct r.student_id) + count(*) filter (where r.student_id is null)
            from attributes a, responses r
            where r.organisation_id = @organisationId and r.item_id = @itemId
            group by grouping sets ((1, 2, 3), (1, 2))
            """,
            new { organisationId, itemId });
        return rows.GroupBy(row => (row.Attribute, row.Group)).ToDictionary(group => group.Key, group =>
        (
            group.Single(row => row.Score is null).N,
            (IReadOnlyList<long>)[.. Enumerable.Range(0, scale.LevelCount)
                .Select(level => group.Where(row => row.Score is { } score && scale.LevelOf(score) == level).Sum(row => row.N))]));
    }
}
