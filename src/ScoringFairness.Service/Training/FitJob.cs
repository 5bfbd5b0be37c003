using Microsoft.Extensions.Options;
using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Chat.Transport;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Telemetry;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Training;

/// <summary>One fit, with those of items that train together with it: trains a scorer on its split of the other folds and scores the held-out fold.</summary>
/// <remarks>
/// May be delivered twice: the result is written once, keyed by fit and attempt. The last fit of an audit queues its
/// evaluation in the same transaction.
/// </remarks>
internal sealed partial class FitJob(
    OrganisationDatabase database, AuditStore audits, FitStore fits, FitPreparation preparation, FitRecords records, ScorerKinds kinds,
    ResumeFolders resumes, JobOutbox outbox, IOptions<QueueSettings> settings, IOptions<TrainingSettings> training, Measurements measurements,
    ILogger<FitJob> logger) : IJob
{
    private const int MostFailures = 3;
    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    public async Task RunAsync(JobArguments job, CancellationToken cancellation)
    {
        var audit = await audits.FindAsync(job.OrganisationId, job.AuditId);
        if (audit?.Status != AuditStatus.Training
            || await fits.ClaimAsync(job.OrganisationId, job.AuditId, job.Number!.Value, Worker) is not [var fit, ..] together)
        {
            return;
        }
        if (fit.TakeOvers > settings.Value.MostTakeOvers)
        {
            await EndAsync(job, fit, $"Its worker fell silent {fit.TakeOvers} times; the training run may need more memory than its workers have.");
            return;
        }
        using var measured = measurements.FitBegins(audit.Design.Scorers.Single(scorer => scorer.Name == fit.Scorer).Kind);
        try
        {
            var work = new List<FitWork>();
            foreach (var one in together)
            {
                work.Add(await preparation.OfAsync(job, audit, one, work.FirstOrDefault(), cancellation));
            }
            if (await TrainAsync(job, audit.Design, together, work, cancellation) is { } results)
            {
                await Outage.WaitOutAsync(() => records.WriteAsync(job, audit.Design, together, work, results, cancellation), cancellation);
                measured.Done(results[0].TokensPerSecond);
            }
            resumes.Forget(job.AuditId, fit.FitNo);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await fits.ReleaseAsync(job.OrganisationId, job.AuditId, fit.FitNo, fit.Attempt);
            throw;
        }
        catch (GaveWayException exception)
        {
            await fits.ReleaseAsync(job.OrganisationId, job.AuditId, fit.FitNo, fit.Attempt);
            throw new GivenWayException(exception);
        }
        catch (Exception exception) when (exception is not NpgsqlException)
        {
            measured.Failed();
            if (await FailAsync(job, fit, exception))
            {
                throw;
            }
        }
    }

    public async Task GiveUpAsync(JobArguments job, Exception reason)
    {
        if (await fits.FindAsync(job.OrganisationId, job.AuditId, job.Number!.Value) is { } fit)
        {
            await EndAsync(job, fit, reason.Message);
        }
    }

    private async Task<IReadOnlyList<FitResult>?> TrainAsync(
        JobArguments job, AuditDesign design, IReadOnlyList<Fit> together, List<FitWork> work, CancellationToken cancellation)
    {
        var fit = together[0];
        var queue = await outbox.QueueAsync(AuditJobs.Fit, job);
        await using var heartbeat = new FitHeartbeat(fits, outbox, job, fit, queue, logger, cancellation);
        var requests = together.Zip(work, (one, own) => own.Request(
            design, one, training.Value.ExportFolder(job.AuditId, one.FitNo), resumes.FolderOf(job.AuditId, one.FitNo), heartbeat.IsPlaceWanted)).ToList();
        var scorer = await PinnedAsync(job, design, fit, cancellation);
        var engine = kinds.Of(scorer).Engine(
            scorer, new FitContext(job.OrganisationId, job.AuditId, fit.FitNo, fit.ItemId, design.Budget, queue));
        try
        {
            return await BackgroundThread.RunAsync(() =>
            {
                var results = requests.Count > 1
                    ? ((ITogetherEngine)engine).FitTogether(requests, heartbeat.Report, heartbeat.Unwanted)
                    : [engine.Fit(requests[0], heartbeat.Report, heartbeat.Unwanted)];
                for (var at = 0; at < work.Count; at++)
                {
                    work[at] = work[at].Probed(results[at], design, together[at], heartbeat.Unwanted);
                }
                return results;
            });
        }
        catch (Exception exception) when (work.Any(own => own.IsReduced) && exception is ArgumentException or InvalidOperationException)
        {
            throw FitPreparation.TooFewLeft(exception);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Dropped(logger, job.AuditId, fit.FitNo, fit.Attempt);
            return null;
        }
    }

    /// <summary>The fit's scorer; what the first fit of an audit found out about it is every fit's.</summary>
    private async Task<ScorerDesign> PinnedAsync(JobArguments job, AuditDesign design, Fit fit, CancellationToken cancellation)
    {
        var scorer = design.Scorers.Single(one => one.Name == fit.Scorer);
        return await Task.Run(() => kinds.Of(scorer).Pin(scorer, cancellation), cancellation) is { } pin
            ? await audits.ChangeScorerAsync(job.OrganisationId, job.AuditId, scorer.Name, pin, cancellation) ?? scorer
            : scorer;
    }

    /// <summary>Records a failure; the third fails the audit, and so does the first where trying again cannot help.</summary>
    /// <returns>Whether the fit is to be tried again.</returns>
    private async Task<bool> FailAsync(JobArguments job, Fit fit, Exception exception)
    {
        // Torch adds where in its own code it threw.
        var reason = exception.Message.Split('\n')[0];
        Failed(logger, IsForeseen(exception) ? null : exception, job.AuditId, fit.FitNo, fit.Attempt, reason);
        var most = exception is FitException { MayPass: false } or CheckpointException { MayPass: false } ? 1 : MostFailures;
        var failures = await EndAsync(job, fit, reason, most);
        return failures > 0 && failures < most;
    }

    /// <summary>Whether the scorer says in a sentence what keeps it from the fit; where anything else is thrown, the log needs to tell where.</summary>
    private static bool IsForeseen(Exception exception) => exception is FitException or CheckpointException or DeviceException or ChatUnavailableException;

    /// <summary>Records a failure of an attempt, and ends the audit if the fit has failed often enough.</summary>
    /// <returns>How often it has; 0 if the attempt is no longer wanted.</returns>
    private Task<int> EndAsync(JobArguments job, Fit fit, string reason, int most = 1) =>
        database.InTransactionAsync(
            job.OrganisationId,
            async connection =>
            {
                var status = await AuditSteps.LockAsync(connection, job.OrganisationId, job.AuditId);
                var failures = await FitStore.FailAsync(
                    connection, job.OrganisationId, job.AuditId, fit.FitNo, fit.Attempt, reason, most);
                if (failures >= most && status == AuditStatus.Training)
                {
                    measurements.AuditEnds(AuditStatus.Failed, null);
                    await TaughtFits.FailAsync(connection, job.OrganisationId, job.AuditId, fit.FitNo, fit.Scorer);
                    await AuditFits.CancelAsync(connection, job.OrganisationId, job.AuditId);
                    await AuditSteps.SetStatusAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Failed,
                        $"Item '{fit.ItemId}', scorer '{fit.Scorer}', {(fit.Split is null ? "" : $"split '{fit.Split}', ")}fold {fit.Fold}: {reason}");
                }
                return failures;
            },
            CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit {AuditId}, fit {FitNo}: attempt {Attempt} is no longer wanted")]
    private static partial void Dropped(ILogger logger, string auditId, int fitNo, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit {AuditId}, fit {FitNo}: attempt {Attempt} failed: {Reason}")]
    private static partial void Failed(ILogger logger, Exception? exception, string auditId, int fitNo, int attempt, string reason);
}
