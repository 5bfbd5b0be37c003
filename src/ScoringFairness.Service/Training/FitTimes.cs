using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Training;

/// <summary>What training runs have taken here, and how many the workers of now make at once.</summary>
internal sealed class FitTimes(FitStore fits, FitQueues queues, QueueState state) : IFitTimes
{
    private const int MostAudits = 100;

    public Task<IReadOnlyList<MeasuredFits>> LastAsync(string organisationId, CancellationToken cancellation) =>
        fits.MeasuredAsync(organisationId, MostAudits, cancellation);

    public IReadOnlyDictionary<string, (string Queue, int AtOnce)> Places(IReadOnlyList<ScorerDesign> scorers)
    {
        var byScorer = queues.Of(scorers);
        var places = byScorer.Values.Distinct().ToDictionary(queue => queue, state.Places, StringComparer.Ordinal);
        return byScorer.ToDictionary(scorer => scorer.Key, scorer => (scorer.Value, places[scorer.Value]), StringComparer.Ordinal);
    }
}
