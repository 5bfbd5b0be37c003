using Microsoft.Extensions.Options;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Training;

/// <summary>Takes the fits of plans, and says which queue each goes to.</summary>
internal sealed class FitQueues(ScorerKinds kinds, IOptions<TrainingSettings> settings, IOptions<QueueSettings> worker, QueueState state) : IFitQueue
{
    /// <summary>
    /// Whether a scorer's training runs go to <c>fits-gpu</c>: where the setting means it; else, where a worker serves the queue, if its
    /// kind prefers it. This process counts before it has said that it works.
    /// </summary>
    private Func<ScorerDesign, bool> ForGpu()
    {
        if (settings.Value.GpuScorers is { } named)
        {
            var words = QueueSettings.Names(named);
            return scorer => words.Any(word => kinds.Of(scorer).IsMeant(scorer, word));
        }
        var isServed = worker.Value.Serves(QueueSettings.GpuFits) || state.Places(QueueSettings.GpuFits) > 0;
        return scorer => isServed && kinds.Of(scorer).PrefersGpu;
    }

    public async Task AddAsync(
        NpgsqlConnection connection, JobArguments job, AuditDesign design, IReadOnlyList<PlannedFit> fits, CancellationToken cancellation)
    {
        await AuditFits.AddAsync(connection, job.OrganisationId, job.AuditId, fits, cancellation);
        // A student's fit is queued when its teacher's is done.
        await QueueAsync(
            connection, job.OrganisationId, job.AuditId, design,
            fits.Select((fit, at) => (at + 1, fit)).Where(one => one.fit is { LedBy: null, Teacher: null }).Select(one => (one.Item1, one.fit.Scorer)));
    }

    /// <summary>The queue of each scorer's training runs.</summary>
    public IReadOnlyDictionary<string, string> Of(IReadOnlyList<ScorerDesign> scorers)
    {
        var isForGpu = ForGpu();
        return scorers.ToDictionary(scorer => scorer.Name, scorer => isForGpu(scorer) ? QueueSettings.GpuFits : QueueSettings.Fits, StringComparer.Ordinal);
    }

    /// <summary>Queues training runs in the caller's transaction.</summary>
    public async Task QueueAsync(
        NpgsqlConnection connection, string organisationId, string auditId, AuditDesign design, IEnumerable<(int FitNo, string Scorer)> fits)
    {
        var queues = Of(design.Scorers);
        foreach (var queue in fits.OrderBy(fit => fit.FitNo).GroupBy(fit => queues[fit.Scorer]))
        {
            await JobOutbox.AddAsync(connection, AuditJobs.Fit, queue.Key, organisationId, auditId, queue.Select(fit => (int?)fit.FitNo));
        }
    }
}
