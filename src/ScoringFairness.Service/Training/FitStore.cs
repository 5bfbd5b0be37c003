using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Training;

/// <summary>The training runs of the database.</summary>
internal sealed class FitStore(OrganisationDatabase database)
{
    private const string Key = "organisation_id = @organisationId and audit_id = @auditId and fit_no = @fitNo";

    /// <summary>A fit, and those that it trains with it: they are begun, told of and ended as one.</summary>
    private const string Together = "organisation_id = @organisationId and audit_id = @auditId and (fit_no = @fitNo or led_by = @fitNo)";

    private const string Select =
        """
        select fit_no, item_id, scorer, split, fold, repeat, seed, taught_by, status, attempt, worker, epoch, epochs, fraction,
               sizes::text as sizes, losses::text as losses, chosen_epoch, seconds, tokens_per_second, vocabulary_size,
               checkpoint_digest, learnt_nothing, note, take_overs, started_at, finished_at, error
        from fits
        where organisation_id = @organisationId and audit_id = @auditId
        """;

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

    /// <summary>Starts an attempt at a fit that is not done, and at those that it trains with it.</summary>
    /// <returns>The fits with the attempt's number, that of the job first; none if there is nothing to do.</returns>
    public async Task<IReadOnlyList<Fit>> ClaimAsync(string organisationId, string auditId, int fitNo, string worker)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var claimed = await connection.ExecuteAsync(
            $"""
            update fits set status = 'running', attempt = attempt + 1, worker = @worker, started_at = now(),
                            take_overs = take_overs + (status = 'running' and heartbeat_at < now() - interval '3 seconds')::int,
                            heartbeat_at = now(), epoch = null, fraction = 0, note = null
            where {Together} and status in ('queued', 'running')
            """,
            new { organisationId, auditId, fitNo, worker });
        return claimed == 0
            ? []
            : [.. (await connection.QueryAsync<FitRow>(
                $"{Select} and (fit_no = @fitNo or led_by = @fitNo) and status = 'running' order by fit_no",
                new { organisationId, auditId, fitNo })).Select(row => row.ToFit())];
    }

    /// <summary>Records where a fit stands.</summary>
    /// <returns>False if the attempt is no longer wanted: cancelled, or begun again elsewhere.</returns>
    public async Task<bool> BeatAsync(
        string organisationId, string auditId, int fitNo, int attempt, int? epoch, double fraction, string? note, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            $"""
            update fits set epoch = @epoch, fraction = @fraction, note = @note, heartbeat_at = now()
            where {Together} and attempt = @attempt and status = 'running'
            """,
            new { organisationId, auditId, fitNo, attempt, epoch, fraction, note },
            cancellationToken: cancellation)) > 0;
    }

    /// <summary>Records what an attempt gave, in the caller's transaction.</summary>
    /// <returns>False if the attempt is no longer wanted, and its result is to be dropped.</returns>
    public static async Task<bool> FinishAsync(
        NpgsqlConnection connection, string organisationId, string auditId, int fitNo, int attempt, FitOutcome outcome) =>
        await connection.ExecuteAsync(
            $"""
            update fits set status = 'done', fraction = 1, epochs = greatest(epochs, @told), epoch = greatest(epochs, @told), finished_at = now(), error = null,
                            sizes = @sizes::jsonb, losses = @losses::jsonb, chosen_epoch = @ChosenEpoch, seconds = @Seconds,
                            tokens_per_second = @TokensPerSecond, vocabulary_size = @VocabularySize,
                            checkpoint_digest = @CheckpointDigest, learnt_nothing = @LearntNothing, note = @Note
            where {Key} and attempt = @attempt and status = 'running'
            """,
            new
            {
                organisationId,
                auditId,
                fitNo,
                attempt,
                told = outcome.Losses.Count,
                outcome.ChosenEpoch,
                outcome.Seconds,
                outcome.TokensPerSecond,
                outcome.VocabularySize,
                outcome.CheckpointDigest,
                outcome.LearntNothing,
                outcome.Note,
                sizes = JsonSerializer.Serialize(outcome.Sizes, ContractJson.Options),
                losses = JsonSerializer.Serialize(outcome.Losses, ContractJson.Options),
            }) > 0;

    /// <summary>Records a failure.</summary>
    /// <returns>How often the fit has failed; 0 if the attempt is no longer wanted.</returns>
    public static async Task<int> FailAsync(
        NpgsqlConnection connection, string organisationId, string auditId, int fitNo, int attempt, string error, int mostFailures) =>
        await connection.QuerySingleAsync<int>(
            $"""
            with failed as (
            update fits set failures = failures + 1, error = @error, finished_at = now(),
                            status = case when failures + 1 >= @mostFailures then 'failed' else 'queued' end
            where {Together} and attempt = @attempt and status in ('queued', 'running') returning failures
            )
            select coalesce(max(failures), 0) from failed
            """,
            new { organisationId, auditId, fitNo, attempt, error, mostFailures });

    /// <summary>Gives a fit back unfinished.</summary>
    public async Task ReleaseAsync(string organisationId, string auditId, int fitNo, int attempt)
    {
        await using var connection = await database.OpenAsync(organisationId);
        await connection.ExecuteAsync(
            $"update fits set status = 'queued', fraction = 0, epoch = null where {Together} and attempt = @attempt and status = 'running'",
            new { organisationId, auditId, fitNo, attempt });
    }

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

    /// <summary>Whether every fit of an audit is done.</summary>
    public static Task<bool> AllDoneAsync(NpgsqlConnection connection, string organisationId, string auditId) =>
        connection.ExecuteScalarAsync<bool>(
            "select not exists (select 1 from fits where organisation_id = @organisationId and audit_id = @auditId and status <> 'done')",
            new { organisationId, auditId });

    /// <summary>The scorers of an audit that learnt nothing in some of their fits.</summary>
    public async Task<IReadOnlyList<EmptyScorer>> LearntNothingAsync(string organisationId, string auditId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return [.. await connection.QueryAsync<EmptyScorer>(new CommandDefinition(
            """
            select item_id, scorer, nullif(split, '') as split, count(*) filter (where learnt_nothing) as fits, count(*) as of
            from fits where organisation_id = @organisationId and audit_id = @auditId
            group by item_id, scorer, split having bool_or(learnt_nothing)
            order by item_id, scorer, split
            """,
            new { organisationId, auditId },
            cancellationToken: cancellation))];
    }

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

    public async Task<Fit?> FindAsync(string organisationId, string auditId, int fitNo)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var row = await connection.QuerySingleOrDefaultAsync<FitRow>($"{Select} and fit_no = @fitNo", new { organisationId, auditId, fitNo });
        return row?.ToFit();
    }

    public async Task<IReadOnlyList<Fit>> ListAsync(string organisationId, string auditId, int after, int limit)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var rows = await connection.QueryAsync<FitRow>(
            $"{Select} and fit_no > @after order by fit_no limit @limit", new { organisationId, auditId, after, limit });
        return [.. rows.Select(row => row.ToFit())];
    }

    /// <summary>Where the fits of an audit stand.</summary>
    public async Task<FitProgressSummary> ProgressAsync(string organisationId, string auditId)
    {
        await using var connection = await database.OpenAsync(organisationId);
        var totals = await connection.QuerySingleAsync<(long Total, long Done, double Cost, double CostDone, DateTime? First)>(
            """
            select count(*), count(*) filter (where status = 'done'), coalesce(sum(cost), 0)::double precision,
                   coalesce(sum(cost * fraction), 0)::double precision, min(started_at)
            from fits where organisation_id = @organisationId and audit_id = @auditId
            """,
            new { organisationId, auditId });
        var running = await connection.QueryAsync<FitRow>(
            $"{Select} and status = 'running' order by fit_no", new { organisationId, auditId });
        return new FitProgressSummary(
            (int)totals.Total, (int)totals.Done, totals.Cost > 0 ? totals.CostDone / totals.Cost : 0, totals.First,
            [.. running.Select(row => row.ToFit())]);
    }
}
