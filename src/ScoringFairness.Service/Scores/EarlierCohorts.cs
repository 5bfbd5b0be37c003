using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Scores;

/// <summary>
/// Compares who is to be audited with who was: where two audits differ by a few responses of a group, the figures of one less those of
/// the other are the figures of these few.
/// </summary>
internal static class EarlierCohorts
{
    /// <summary>The cohorts of earlier audits that differ from one by a few responses of a group.</summary>
    /// <param name="connection">The planning transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="earlier">The audits to compare with.</param>
    /// <param name="responses">The responses that are to take part, with their groups.</param>
    /// <param name="minCellSize">From 1 to below this are a few; so is a group of that size, of which nothing is told.</param>
    /// <returns>The groups with the nearest cohort of each, the newest where several are as near; responses that were erased since count as present.</returns>
    public static async Task<IReadOnlyList<NearCohort>> NearAsync(
        NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyList<string> earlier,
        IReadOnlyList<(string ResponseId, string Group)> responses, int minCellSize) =>
        [
            .. (await connection.QueryAsync<NearCohort>(
                """
                with own as (select * from unnest(@ids, @groups) as own (response_id, group_label)),
                audited as (
                  select r.audit_id, r.group_label, count(*) as n, count(o.response_id) as common
                  from audit_responses r left join own o on (o.response_id, o.group_label) = (r.response_id, r.group_label)
                  where r.organisation_id = @organisationId and r.item_id = @itemId and r.audit_id = any(@earlier)
                    and r.group_label is not null and r.response_id <> ''
                  group by r.audit_id, r.group_label)
                select audit_id as "AuditId", group_label as "Group", (a.n - a.common)::int as "Gone", (s.n - a.common)::int as "New"
                from audited a join (select group_label, count(*) as n from own group by group_label) s using (group_label)
                where a.n >= @minCellSize and s.n >= @minCellSize and a.n + s.n - 2 * a.common between 1 and @minCellSize - 1
                order by a.n + s.n - 2 * a.common, audit_id desc
                """,
                new
                {
                    organisationId,
                    itemId,
                    earlier = earlier.ToArray(),
                    minCellSize,
                    ids = responses.Select(response => response.ResponseId).ToArray(),
                    groups = responses.Select(response => response.Group).ToArray(),
                })).DistinctBy(cohort => cohort.Group),
        ];

    /// <summary>The responses of a group in an audit.</summary>
    public static async Task<IReadOnlySet<string>> ResponsesAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId, string group) =>
        (await connection.QueryAsync<string>(
            """
            select response_id from audit_responses
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and group_label = @group
            """,
            new { organisationId, auditId, itemId, group })).ToHashSet(StringComparer.Ordinal);
}

/// <summary>An earlier audit's responses of a group, which differ by a few from those that are to be audited.</summary>
/// <param name="AuditId">The earlier audit.</param>
/// <param name="Group">The group.</param>
/// <param name="Gone">Responses that are not to be audited again.</param>
/// <param name="New">Responses that it did not have.</param>
internal sealed record NearCohort(string AuditId, string Group, int Gone, int New);
