using Microsoft.Extensions.Options;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Training;

/// <summary>Which queue a training run goes to.</summary>
internal sealed class FitQueues(IOptions<TrainingSettings> settings)
{
    private readonly string[] _gpu = QueueSettings.Names(settings.Value.GpuScorers);

    /// <summary>The queue of a scorer's training runs: <c>fits-gpu</c> where the setting names its kind, its name, or what its checkpoint begins with.</summary>
    public string Of(ScorerDesign scorer) =>
        _gpu.Any(named => named == scorer.Kind || named == scorer.Name || scorer.Checkpoint?.StartsWith(named, StringComparison.Ordinal) == true)
            ? QueueSettings.GpuFits
            : QueueSettings.Fits;

    /// <summary>Queues training runs in the caller's transaction.</summary>
    public async Task AddAsync(
        NpgsqlConnection connection, string organisationId, string auditId, AuditDesign design, IEnumerable<(int FitNo, string Scorer)> fits)
    {
        var queues = design.Scorers.ToDictionary(scorer => scorer.Name, Of, StringComparer.Ordinal);
        foreach (var queue in fits.OrderBy(fit => fit.FitNo).GroupBy(fit => queues[fit.Scorer]))
        {
            await JobOutbox.AddAsync(connection, FitJob.Kind, queue.Key, organisationId, auditId, queue.Select(fit => (int?)fit.FitNo));
        }
    }
}
