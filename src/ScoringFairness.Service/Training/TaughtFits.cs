using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Training;

/// <summary>The fits of students in the database: each waits for its teacher's.</summary>
internal static class TaughtFits
{
    private const string OfAudit = "organisation_id = @organisationId and audit_id = @auditId";

    /// <summary>
    /// The students' fits that some fits, now done, kept waiting, and that wait for no other; students that train together wait for the
    /// teachers of all. The caller holds the audit's lock, so each is told once.
    /// </summary>
    /// <returns>Their numbers and scorers.</returns>
    public static async Task<IReadOnlyList<(int FitNo, string Scorer)>> ReadyAsync(
        NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyCollection<int> done) =>
        [.. await connection.QueryAsync<(int, string)>(
            $"""
            with mine as (select fit_no, scorer, led_by, taught_by, status from fits where {OfAudit})
            update fits set note = null
            where {OfAudit} and status = 'queued' and led_by is null
              and fit_no in (select coalesce(led_by, fit_no) from mine where taught_by = any(@done))
              and not exists (
                select 1 from mine own join mine teacher on teacher.fit_no = own.taught_by
                where fits.fit_no in (own.fit_no, own.led_by) and teacher.status <> 'done')
            returning fit_no, scorer
            """,
            new { organisationId, auditId, done = done.ToArray() })];

    /// <summary>The teachers of some fits, now done, that no other student waits for.</summary>
    public static async Task<IReadOnlyList<int>> FreedAsync(
        NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyCollection<int> done) =>
        [.. await connection.QueryAsync<int>(
            $"""
            select distinct taught_by from fits
            where {OfAudit} and fit_no = any(@done) and taught_by is not null and taught_by not in (
              select taught_by from fits where {OfAudit} and taught_by is not null and status <> 'done')
            """,
            new { organisationId, auditId, done = done.ToArray() })];

    /// <summary>Fails the students of a fit that failed for good, theirs, and those of fits that trained with it.</summary>
    public static Task FailAsync(NpgsqlConnection connection, string organisationId, string auditId, int fitNo, string scorer) =>
        connection.ExecuteAsync(
            $"""
            with recursive students as (
              select fit_no from fits where {OfAudit} and taught_by in (select fit_no from fits where {OfAudit} and (fit_no = @fitNo or led_by = @fitNo))
              union
              select f.fit_no from fits f join students on f.taught_by = students.fit_no
              where f.organisation_id = @organisationId and f.audit_id = @auditId
            )
            update fits set status = 'failed', finished_at = now(), note = null, error = @error
            where {OfAudit} and fit_no in (select fit_no from students) and status in ('queued', 'running')
            """,
            new
            {
                organisationId,
                auditId,
                fitNo,
                error = $"Its teacher '{scorer}' failed (fit {fitNo} says why), and a student trains on its teacher's scores. "
                    + "Resume the audit once that is mended: both are tried again.",
            });
}
