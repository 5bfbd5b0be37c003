using ScoringFairness.Service.Host;
using ScoringFairness.Service.Responses.Files;

namespace ScoringFairness.Service.Erasure;

/// <summary>Forgets uploaded files that nobody came back to.</summary>
internal sealed class FileSweep(KeptFiles files, ILogger<FileSweep> logger) : RecurringWork(Pace, logger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    protected override Task DoAsync(CancellationToken cancellation) => files.SweepAsync(cancellation);
}
