namespace ScoringFairness.Service.Host.Queue;

/// <summary>A piece of an audit's work that any worker may do; delivered at least once.</summary>
internal interface IJob
{
    /// <summary>Does the work, or finds that it is done already.</summary>
    /// <param name="job">What to work on.</param>
    /// <param name="cancellation">Set when the process is asked to stop: the job then goes back to the queue.</param>
    /// <exception cref="GivenWayException">It gave its place to another, and is to run again in its turn.</exception>
    Task RunAsync(JobArguments job, CancellationToken cancellation);

    /// <summary>Takes note that the job threw as often as it is tried, and will not run again.</summary>
    /// <param name="job">What it was about.</param>
    /// <param name="reason">What it threw last.</param>
    Task GiveUpAsync(JobArguments job, Exception reason);
}

/// <summary>What a job is about: keys only, never data.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="AuditId">The audit.</param>
/// <param name="Number">The fit, for jobs of one fit.</param>
internal sealed record JobArguments(string OrganisationId, string AuditId, int? Number);
