using System.Diagnostics;
using Hangfire;
using ScoringFairness.Service.Host.Telemetry;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>Where Hangfire enters.</summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, JobOutbox outbox, QueueSettings settings, ILogger<JobRunner> logger)
{
    private const int Retries = 10;

    /// <summary>
    /// Runs one job; what throws is tried again, and after ten times given up. What ends its process, as a job does that needs more memory
    /// than there is, throws nothing: it is given up after some take-overs.
    /// </summary>
    [AutomaticRetry(Attempts = Retries, DelaysInSeconds = [1, 5, 15, 30, 60], LogEvents = false)]
    [JobDisplayName("{0} {2} {3}")]
    public async Task RunAsync(
        string kind, string organisationId, string auditId, int? number, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredKeyedService<IJob>(kind);
        var job = new JobArguments(organisationId, auditId, number);
        using var span = Measurements.Job(kind, auditId);
        try
        {
            if (await outbox.BeginAsync(kind, job) is var takeOvers && takeOvers > settings.MostTakeOvers)
            {
                FellSilent(logger, kind, auditId, takeOvers);
                await work.GiveUpAsync(job, new FellSilentException(takeOvers));
            }
            else
            {
                await work.RunAsync(job, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await outbox.ReturnAsync(kind, job);
            throw;
        }
        catch (GivenWayException)
        {
            await outbox.GiveWayAsync(kind, job);
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().FullName);
            if (await outbox.CountFailureAsync(kind, job) <= Retries)
            {
                throw;
            }
            GivenUp(logger, exception, kind, auditId);
            await work.GiveUpAsync(job, exception);
        }
        await outbox.ForgetAsync(kind, job);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit {AuditId}: job {Kind} was taken over {TakeOvers} times, and is given up")]
    private static partial void FellSilent(ILogger logger, string kind, string auditId, int takeOvers);

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit {AuditId}: job {Kind} threw as often as it is tried")]
    private static partial void GivenUp(ILogger logger, Exception exception, string kind, string auditId);
}

/// <summary>A job ended where it loses nothing, because another had a better claim to its place; it is to run again in its turn.</summary>
internal sealed class GivenWayException(Exception inner) : Exception("The job gave its place to another.", inner);

/// <summary>The workers of a job fell silent again and again: it may be what ends them.</summary>
internal sealed class FellSilentException(int times) : Exception(
    $"Its worker fell silent {times} times; it may need more memory than its workers have, which Worker__MostTakeOvers ends.");
