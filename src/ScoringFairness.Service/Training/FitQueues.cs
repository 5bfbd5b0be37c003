using Microsoft.Extensions.Options;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Training;

/// <summary>Takes the fits of plans, and says which queue each goes to.</summary>
internal sealed class FitQueues(IOptions<TrainingSettings> settings, IOptions<QueueSettings> worker, QueueState state) : IFitQueue
{
    /// <summary>
    /// The scorers of <c>fits-gpu</c>: those of the setting, else BERT where a worker serves the queue. This process counts before it
    /// has said that it works.
    /// </summary>
    private string[] Gpu() =>
        settings.Value.GpuScorers is { } named ? QueueSettings.Names(named)
        : worker.Value.Serves(QueueSettings.GpuFits) || state.Places(QueueSettings.GpuFits) > 0 ? [ScorerEngines.Bert]
        : [];

    /// <summary>The queue of a scorer's training runs: <c>fits-gpu</c> where its kind, its name, or what its checkpoint begins with is named.</summary>
    private static string Of(ScorerDesign scorer, string[] gpu) =>
        gpu.Any(named => named == scorer.Kind || named == scorer.Name || scorer.Checkpoint?.StartsWith(named, StringComparison.Ordinal) == true)
            ? QueueSettings.GpuFits
            : QueueSettings.Fits;

    public async Task AddAsync(
        NpgsqlConnection connection, JobArguments job, AuditDesign design, IReadOnlyList<PlannedFit> fits, CancellationToken cancellation)
    {
        await FitStore.AddAsync(connection, job.OrganisationId, job.AuditId, fits, cancellation);
        await QueueAsync(connection, job.OrganisationId, job.AuditId, design, fits.Select((fit, at) => (at + 1, fit.Scorer)));
    }

    /// <summary>Queues training runs in the caller's transaction.</summary>
    public async Task QueueAsync(
        NpgsqlConnection connection, string organisationId, string auditId, AuditDesign design, IEnumerable<(int FitNo, string Scorer)> fits)
    {
        var gpu = Gpu();
        var queues = design.Scorers.ToDictionary(scorer => scorer.Name, scorer => Of(scorer, gpu), StringComparer.Ordinal);
        foreach (var queue in fits.OrderBy(fit => fit.FitNo).GroupBy(fit => queues[fit.Scorer]))
        {
            await JobOutbox.AddAsync(connection, AuditJobs.Fit, queue.Key, organisationId, auditId, queue.Select(fit => (int?)fit.FitNo));
        }
    }
}
