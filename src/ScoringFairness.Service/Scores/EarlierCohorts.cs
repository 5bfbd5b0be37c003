using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Scores;

/// <summary>
/// Compares who is to be audited with who was: where two audits differ by a few students of a group, the figures of one less those of
/// the other are the figures of these few.
/// </summary>
internal static class EarlierCohorts
{
    /// <summary>The name of all groups together that are told, which no group has.</summary>
    public const string Together = "";

    /// <summary>
    /// The groups of earlier audits that differ from one by a few students, whatever the groups are called: one that was merged, or crossed
    /// with another attribute, tells as much as one of the same name, and so do all groups together. A student differs who is in one of them
    /// alone, or has other responses or other grades there.
    /// </summary>
    /// <param name="connection">The planning transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="earlier">The audits to compare with.</param>
    /// <param name="told">
    /// How many students their groups had, where some were erased since: these make a difference too, though nothing says which they were.
    /// </param>
    /// <param name="members">Who is to take part.</param>
    /// <param name="repeated">The students of the item's responses, of those who gave several.</param>
    /// <param name="minCellSize">From 1 to below this are a few; so is a group of that size, of which nothing is told.</param>
    /// <returns>
    /// The nearest cohort of each group that has one, the newest where several are as near, and one of which nobody was erased before the
    /// others; one that is the same stands for all.
    /// </returns>
    public static async Task<IReadOnlyList<NearCohort>> NearAsync(
        NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyList<string> earlier,
        IReadOnlyList<(string AuditId, string Group, int Students)> told, IReadOnlyList<CohortMember> members,
        IReadOnlyDictionary<string, string> repeated, int minCellSize) =>
        (await connection.QueryAsync<NearCohort>(
            """
            with repeated as (select * from unnest(@repeatedIds, @repeatedStudents) as repeated (response_id, student_id)),
            told as (select * from unnest(@toldAudits, @toldGroups, @toldStudents) as told (audit_id, group_label, had)),
            own as (
              select own_group, coalesce('s' || student_id, 'r' || response_id) as student, sum(hashtext(response_id || ' ' || human_level)::bigint) as mark
              from unnest(@ids, @groups, @levels) as own (response_id, own_group, human_level) left join repeated using (response_id) group by 1, 2),
            own_sizes as (select own_group, count(*) as own_n from own group by 1),
            students as materialized (
              select audit_id, group_label, coalesce('s' || student_id, 'r' || response_id) as student,
                     sum(hashtext(response_id || ' ' || human_level)::bigint) as mark
              from audit_responses left join repeated using (response_id)
              where organisation_id = @organisationId and item_id = @itemId and audit_id = any(@earlier)
                and group_label is not null and response_id <> '' group by 1, 2, 3),
            sizes as (
              select audit_id, group_label, count(*) as n, greatest(max(had), count(*)) as had
              from students left join told using (audit_id, group_label) group by 1, 2),
            together as (
              select audit_id, @together as group_label, student, sum(mark) as mark from students join sizes using (audit_id, group_label)
              where had >= @minCellSize group by 1, 3),
            before as (select audit_id, group_label, student, mark from students union all select audit_id, group_label, student, mark from together),
            had as (
              select audit_id, group_label, n, had - n as erased from sizes
              union all
              select audit_id, @together, n, erased from (select audit_id, count(*) as n from together group by 1) counted
              join (select audit_id, sum(had - n) as erased from sizes where had >= @minCellSize group by 1) gone using (audit_id)),
            pairs as (
              select audit_id, group_label, own_group, count(*) as common, count(*) filter (where before.mark = own.mark) as same
              from before join own using (student) group by 1, 2, 3),
            compared as (
              select audit_id, group_label, own_group, own_n, n + erased as before_n, erased, n + own_n - common - same + erased as difference
              from pairs join had using (audit_id, group_label) join own_sizes using (own_group))
            select audit_id as "AuditId", own_group as "Group", group_label as "Before", difference::int as "Difference", erased::int as "Erased"
            from compared
            where before_n >= @minCellSize and own_n >= @minCellSize and difference < @minCellSize
            order by erased > 0, difference, audit_id desc, group_label
            """,
            new
            {
                organisationId,
                itemId,
                earlier = earlier.ToArray(),
                minCellSize,
                together = Together,
                toldAudits = told.Select(group => group.AuditId).ToArray(),
                toldGroups = told.Select(group => group.Group).ToArray(),
                toldStudents = told.Select(group => group.Students).ToArray(),
                repeatedIds = repeated.Keys.ToArray(),
                repeatedStudents = repeated.Values.ToArray(),
                ids = members.Select(member => member.ResponseId).ToArray(),
                groups = members.Select(member => member.Group).ToArray(),
                levels = members.Select(member => member.Level).ToArray(),
            })).DistinctBy(cohort => cohort.Group).ToList();

    /// <summary>
    /// Of some audits, the newest first, those of which no newer one had the same groups of an item: most audits are of the same responses, and
    /// one stands for all. An audit of which somebody was erased stands for itself. None are left where one is of the very groups that are to take
    /// part: it was compared with the others.
    /// </summary>
    public static async Task<IReadOnlyList<(string AuditId, bool HasErased)>> DistinctAsync(
        NpgsqlConnection connection, string organisationId, string itemId, IReadOnlyList<string> earlier, IReadOnlyList<CohortMember> members)
    {
        var marks = (await connection.QueryAsync<(string? AuditId, string Mark, bool HasErased)>(
            """
            with sets as (
              select audit_id, group_label, count(*) as n, sum(hashtext(response_id || ' ' || human_level)::bigint) as mark from audit_responses
              where organisation_id = @organisationId and item_id = @itemId and audit_id = any(@earlier)
                and group_label is not null and response_id <> '' group by 1, 2
              union all
              select null, own_group, count(*), sum(hashtext(response_id || ' ' || human_level)::bigint)
              from unnest(@ids, @groups, @levels) as own (response_id, own_group, human_level) group by 2),
            erased as (
              select distinct audit_id from audit_responses
              where organisation_id = @organisationId and item_id = @itemId and audit_id = any(@earlier) and response_id = '')
            select audit_id, string_agg(concat_ws(' ', n, mark, group_label), ',' order by group_label), audit_id in (select audit_id from erased)
            from sets group by 1 order by array_position(@earlier, audit_id)
            """,
            new
            {
                organisationId,
                itemId,
                earlier = earlier.ToArray(),
                ids = members.Select(member => member.ResponseId).ToArray(),
                groups = members.Select(member => member.Group).ToArray(),
                levels = members.Select(member => member.Level).ToArray(),
            })).AsList();
        var own = marks.Find(set => set.AuditId is null).Mark;
        var others = marks.FindAll(set => set.AuditId is not null).DistinctBy(set => set.HasErased ? set.AuditId : set.Mark).ToList();
        return others.Exists(set => !set.HasErased && set.Mark == own) ? [] : [.. others.Select(set => (set.AuditId!, set.HasErased))];
    }

    /// <summary>The responses of an item's groups in an audit, erased ones left out.</summary>
    public static async Task<IReadOnlyList<CohortMember>> MembersAsync(
        NpgsqlConnection connection, string organisationId, string auditId, string itemId) =>
        (await connection.QueryAsync<CohortMember>(
            """
            select response_id as "ResponseId", group_label as "Group", human_level::int as "Level" from audit_responses
            where organisation_id = @organisationId and audit_id = @auditId and item_id = @itemId and group_label is not null and response_id <> ''
            order by response_no
            """,
            new { organisationId, auditId, itemId })).AsList();
}

/// <summary>A response of a group that is compared.</summary>
/// <param name="ResponseId">The response.</param>
/// <param name="Group">Its group.</param>
/// <param name="Level">Its human score's place on the scale.</param>
internal sealed record CohortMember(string ResponseId, string Group, int Level);

/// <summary>Students of a group in an earlier audit, which differ by a few from those that are to be audited.</summary>
/// <param name="AuditId">The earlier audit.</param>
/// <param name="Group">The group that is to be audited.</param>
/// <param name="Before">The group of the earlier audit.</param>
/// <param name="Difference">Students who make the difference; 0: the same cohort.</param>
/// <param name="Erased">How many of these were erased since.</param>
internal sealed record NearCohort(string AuditId, string Group, string Before, int Difference, int Erased);
