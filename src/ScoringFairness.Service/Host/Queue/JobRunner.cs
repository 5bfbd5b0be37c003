using System.Diagnostics;
using Hangfire;
using ScoringFairness.Service.Host.Telemetry;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>Where Hangfire enters.</summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, JobOutbox outbox, ILogger<JobRunner> logger)
{
    private const int Retries = 10;

    /// <summary>Runs one job; what throws is tried again, and after ten times given up.</summary>
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
            await work.RunAsync(job, cancellation);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit {AuditId}: job {Kind} threw as often as it is tried")]
    private static partial void GivenUp(ILogger logger, Exception exception, string kind, string auditId);
}
