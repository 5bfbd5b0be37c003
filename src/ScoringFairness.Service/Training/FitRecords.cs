using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Training;

/// <summary>
/// Records what fits came to, once for each fit and attempt, and sets off what waited for it: the last fit of an audit queues its
/// evaluation in the same transaction.
/// </summary>
internal sealed partial class FitRecords(
    OrganisationDatabase database, AttributedResponses attributed, FitQueues queues, JobOutbox outbox, ILogger<FitRecords> logger)
{
    /// <summary>Writes the results of fits that trained together: all of them, or none where one is no longer wanted.</summary>
    public async Task WriteAsync(
        JobArguments job, AuditDesign design, IReadOnlyList<Fit> together, IReadOnlyList<FitWork> work, IReadOnlyList<FitResult> results,
        CancellationToken cancellation)
    {
        var recorded = await database.InTransactionAsync(
            job.OrganisationId,
            async connection =>
            {
                // The lock makes the fits of an audit end one after the other, so that exactly one is the last.
                if (await AuditSteps.LockAsync(connection, job.OrganisationId, job.AuditId) != AuditStatus.Training)
                {
                    return false;
                }
                foreach (var (fit, own, result) in together.Zip(work, results))
                {
                    // Fits that were begun together are wanted or unwanted together.
                    if (!await FitStore.FinishAsync(connection, job.OrganisationId, job.AuditId, fit.FitNo, fit.Attempt, own.Outcome(result)))
                    {
                        return false;
                    }
                    var by = new ScoredBy(
                        job.OrganisationId, job.AuditId, fit.ItemId, fit.Scorer, fit.Split ?? TrainingSplit.None, fit.Repeat, fit.FitNo);
                    await OutOfFoldScores.WriteAsync(connection, by, own.Scores(result), cancellation);
                    await UnscoredResponses.WriteAsync(connection, by, own.Unscored(result));
                    await SwappedScores.WriteAsync(connection, by, own.SwappedScores(result), cancellation);
                    await GuessedGroups.WriteAsync(connection, by, own.Guesses, cancellation);
                    if (own.ForStudents.Count > 0)
                    {
                        await TaughtScores.WriteAsync(
                            connection, job.OrganisationId, job.AuditId, fit.ItemId, fit.FitNo, own.Taught(result), cancellation);
                    }
                    await attributed.WriteAsync(connection, by, own.Attributed(result), cancellation);
                    await ErasedScores.DeleteAsync(
                        connection, job.OrganisationId, job.AuditId, fit.ItemId,
                        await ErasedScores.NumbersAsync(connection, job.OrganisationId, job.AuditId, fit.ItemId));
                }
                await TeachAsync(connection, job, design, [.. together.Select(fit => fit.FitNo)]);
                if (await AuditFits.AllDoneAsync(connection, job.OrganisationId, job.AuditId))
                {
                    await AuditSteps.SetStatusAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Evaluating);
                    await AuditJobs.QueueAsync(connection, AuditJobs.Evaluate, job.OrganisationId, job.AuditId);
                }
                return true;
            },
            cancellation);
        outbox.Wake();
        foreach (var (fit, result) in recorded ? together.Zip(results) : [])
        {
            Recorded(logger, job.AuditId, fit.FitNo, result.Seconds, result.TokensPerSecond);
        }
    }

    /// <summary>
    /// Queues the students that waited for these fits, in the transaction that ends them, so that no worker waits for another; and lets go of
    /// what a teacher left once its last student has trained on it.
    /// </summary>
    private async Task TeachAsync(NpgsqlConnection connection, JobArguments job, AuditDesign design, IReadOnlyCollection<int> done)
    {
        if (!TaughtScorers.Of(design.Scorers).Any())
        {
            return;
        }
        var ready = await TaughtFits.ReadyAsync(connection, job.OrganisationId, job.AuditId, done);
        await queues.QueueAsync(connection, job.OrganisationId, job.AuditId, design, ready);
        if (await TaughtFits.FreedAsync(connection, job.OrganisationId, job.AuditId, done) is { Count: > 0 } freed)
        {
            await TaughtScores.DeleteAsync(connection, job.OrganisationId, job.AuditId, freed);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit {AuditId}, fit {FitNo}: done in {Seconds} s, {TokensPerSecond} tokens/s")]
    private static partial void Recorded(ILogger logger, string auditId, int fitNo, double seconds, double tokensPerSecond);
}
