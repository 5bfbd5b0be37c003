using Hangfire;

namespace ScoringFairness.Service.Host.Queue;

/// <summary>A piece of an audit's work that any worker may do; delivered at least once.</summary>
internal interface IJob
{
    /// <summary>Does the work, or finds that it is done already.</summary>
    /// <param name="job">What to work on.</param>
    /// <param name="cancellation">Set when the process is asked to stop: the job then goes back to the queue.</param>
    Task RunAsync(JobArguments job, CancellationToken cancellation);
}

/// <summary>What a job is about: keys only, never data.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="AuditId">The audit.</param>
/// <param name="Number">The fit, for jobs of one fit.</param>
internal sealed record JobArguments(string OrganisationId, string AuditId, int? Number);

/// <summary>Where Hangfire enters.</summary>
internal sealed class JobRunner(IServiceScopeFactory scopes)
{
    /// <summary>Runs one job; what throws is tried again.</summary>
    [AutomaticRetry(Attempts = 10, DelaysInSeconds = [1, 5, 15, 30, 60], LogEvents = false)]
    [JobDisplayName("{0} {2} {3}")]
    public async Task RunAsync(
        string kind, string organisationId, string auditId, int? number, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var job = scope.ServiceProvider.GetRequiredKeyedService<IJob>(kind);
        await job.RunAsync(new JobArguments(organisationId, auditId, number), cancellation);
    }
}
