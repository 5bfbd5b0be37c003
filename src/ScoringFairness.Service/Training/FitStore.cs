using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Training;

/// <summary>The training runs of the database: the attempts at each, and what is told of them.</summary>
internal sealed class FitStore(OrganisationDatabase database)
{
    private const string Key = "organisation_id = @organisationId and audit_id = @auditId and fit_no = @fitNo";

    /// <summary>A fit, and those that it trains with it: they are begun, told of and ended as one.</summary>
    private const string Together = "organisation_id = @organisationId and audit_id = @auditId and (fit_no = @fitNo or led_by = @fitNo)";

    private const string SelectAny =
        """
        select audit_id, fit_no, item_id, scorer, split, fold, repeat, seed, taught_by, status, attempt, worker, epoch, epochs, fraction,
               sizes::text as sizes, losses::text as losses, chosen_epoch, seconds, tokens_per_second, vocabulary_size,
               checkpoint_digest, learnt_nothing, note, take_overs, started_at, finished_at, error
        from fits
        where organisation_id = @organisationId
        """;

    private const string Select = $"{SelectAny} and audit_id = @auditId";

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

    /// <summary>What the fits of an organisation's last audits took that are done, by audit, scorer and item, the newest audit first.</summary>
    public async Task<IReadOnlyList<MeasuredFits>> MeasuredAsync(string organisationId, int audits, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<MeasuredFits>(new CommandDefinition(
            """
            with last as (
              select distinct audit_id from fits where organisation_id = @organisationId and status = 'done' and seconds > 0
              order by audit_id desc limit @audits)
            select audit_id as "AuditId", item_id as "ItemId", scorer as "Scorer", count(*)::integer as "Fits", sum(seconds) as "Seconds", sum(cost) as "Cost"
            from fits join last using (audit_id)
            where organisation_id = @organisationId and status = 'done' and seconds is not null
            group by audit_id, item_id, scorer order by audit_id desc, item_id, scorer
            """,
            new { organisationId, audits }, cancellationToken: cancellation))).AsList();
    }

    /// <summary>Where the fits of audits stand, by audit; one that has none yet is absent.</summary>
    public Task<IReadOnlyDictionary<string, FitProgressSummary>> ProgressAsync(string organisationId, IReadOnlyCollection<string> auditIds) =>
        database.ReadAsync<IReadOnlyDictionary<string, FitProgressSummary>>(
            $"""
            select audit_id, count(*), count(*) filter (where status = 'done'), coalesce(sum(cost), 0)::double precision,
                   coalesce(sum(cost * fraction), 0)::double precision, min(started_at)
            from fits where organisation_id = @organisationId and audit_id = any(@ids) group by audit_id;
            {SelectAny} and audit_id = any(@ids) and status = 'running' order by fit_no
            """,
            new { organisationId, ids = auditIds.ToArray() },
            async found =>
            {
                var totals = await found.ReadAsync<(string AuditId, long Total, long Done, double Cost, double CostDone, DateTime? First)>();
                var running = (await found.ReadAsync<FitRow>()).ToLookup(row => row.AuditId);
                return totals.ToDictionary(audit => audit.AuditId, audit => new FitProgressSummary(
                    (int)audit.Total, (int)audit.Done, audit.Cost > 0 ? audit.CostDone / audit.Cost : 0, audit.First,
                    [.. running[audit.AuditId].Select(row => row.ToFit())]));
            });
}
