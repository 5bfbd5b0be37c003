using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Places for the evaluations that clients send, by organisation.</summary>
internal sealed class EvaluationPlaces(EvaluationSettings settings) : IDisposable
{
    private readonly Places _places = new(settings.AtOnce, settings.AtOncePerOrganisation, settings.Waiting);

    /// <summary>Takes a place, or waits for one; null where too many of the organisation wait already.</summary>
    public Task<IDisposable?> TakeAsync(string organisationId, CancellationToken cancellation) => _places.TakeAsync(organisationId, cancellation);

    public void Dispose() => _places.Dispose();
}
