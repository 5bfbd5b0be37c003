using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Training;

/// <summary>The training runs of an audit as a whole, each step in the transaction of whoever takes it.</summary>
internal static class AuditFits
{
    /// <summary>Stores the fits of a plan, numbered from 1.</summary>
    public static Task AddAsync(
        NpgsqlConnection connection, string organisationId, string auditId, IReadOnlyList<PlannedFit> fits, CancellationToken cancellation)
    {
        var numbers = fits.Index().ToDictionary(fit => Place(fit.Item, fit.Item.ItemId, fit.Item.Scorer), fit => fit.Index + 1);
        return connection.ExecuteAsync(new CommandDefinition(
            """
            insert into fits (organisation_id, audit_id, fit_no, item_id, scorer, split, fold, repeat, seed, cost, epochs, led_by, taught_by, note)
            values (@organisationId, @auditId, @number, @ItemId, @Scorer, @Split, @Fold, @Repeat, @Seed, @Cost, @Epochs, @ledBy, @taughtBy, @note)
            """,
            fits.Select((fit, at) => (fit, at, TaughtBy: fit.Teacher is { } teacher ? numbers[Place(fit, fit.ItemId, teacher)] : (int?)null)).Select(one => new
            {
                organisationId,
                auditId,
                number = one.at + 1,
                one.fit.ItemId,
                one.fit.Scorer,
                one.fit.Split,
                one.fit.Fold,
                one.fit.Repeat,
                one.fit.Seed,
                one.fit.Cost,
                one.fit.Epochs,
                ledBy = one.fit.LedBy is { } item ? numbers[Place(one.fit, item, one.fit.Scorer)] : (int?)null,
                one.TaughtBy,
                note = one.TaughtBy is { } teacher ? $"waits for fit {teacher}, of its teacher '{one.fit.Teacher}'" : null,
            }),
            cancellationToken: cancellation));

        static (string, string, string, int, int) Place(PlannedFit fit, string itemId, string scorer) => (itemId, scorer, fit.Split, fit.Fold, fit.Repeat);
    }

    /// <summary>Whether every fit of an audit is done.</summary>
    public static Task<bool> AllDoneAsync(NpgsqlConnection connection, string organisationId, string auditId) =>
        connection.ExecuteScalarAsync<bool>(
            "select not exists (select 1 from fits where organisation_id = @organisationId and audit_id = @auditId and status <> 'done')",
            new { organisationId, auditId });

    /// <summary>Calls off every fit of an audit that is not done.</summary>
    public static async Task CancelAsync(NpgsqlConnection connection, string organisationId, string auditId)
    {
        await connection.ExecuteAsync(
            """
            update fits set status = 'cancelled', finished_at = now()
            where organisation_id = @organisationId and audit_id = @auditId and status in ('queued', 'running')
            """,
            new { organisationId, auditId });
        await JobOutbox.WithdrawAsync(connection, organisationId, auditId);
    }

    /// <summary>Makes every fit of a failed audit that is not done wait again.</summary>
    /// <returns>The numbers and scorers of those that have a job of their own, and wait for no teacher.</returns>
    public static async Task<IReadOnlyList<(int FitNo, string Scorer)>> RenewAsync(NpgsqlConnection connection, string organisationId, string auditId) =>
        [.. await connection.QueryAsync<(int, string)>(
            """
            with renewed as (
            update fits set status = 'queued', failures = 0, take_overs = 0, error = null, fraction = 0, epoch = null, finished_at = null
            where organisation_id = @organisationId and audit_id = @auditId and status <> 'done'
            returning fit_no, scorer, led_by
            )
            select fit_no, scorer from renewed r where led_by is null and not exists (
              select 1 from fits own join fits teacher on teacher.fit_no = own.taught_by
              where own.organisation_id = @organisationId and own.audit_id = @auditId and r.fit_no in (own.fit_no, own.led_by)
                and teacher.organisation_id = @organisationId and teacher.audit_id = @auditId and teacher.status <> 'done')
            """,
            new { organisationId, auditId })];

    /// <summary>Those of some fits, of whatever organisations, that wait or run.</summary>
    public static async Task<IReadOnlySet<(string OrganisationId, string AuditId, int FitNo)>> WantedAsync(
        NpgsqlConnection connection, IReadOnlyList<(string OrganisationId, string AuditId, int FitNo)> fits, CancellationToken cancellation) =>
        (await connection.QueryAsync<(string, string, int)>(new CommandDefinition(
            """
            select f.organisation_id, f.audit_id, f.fit_no
            from unnest(@organisations, @audits, @numbers) asked(organisation_id, audit_id, fit_no)
            join fits f using (organisation_id, audit_id, fit_no) where f.status in ('queued', 'running')
            """,
            new
            {
                organisations = fits.Select(fit => fit.OrganisationId).ToArray(),
                audits = fits.Select(fit => fit.AuditId).ToArray(),
                numbers = fits.Select(fit => fit.FitNo).ToArray(),
            },
            cancellationToken: cancellation))).ToHashSet();
}
