namespace ScoringFairness.Service.Scorers.External;

/// <summary>A scorer whose scores were sent before.</summary>
internal sealed record ExternalRequest() : ScorerRequest(ExternalKind.Kind)
{
    /// <summary>The scorer, by the name that its scores were sent to POST /v1/scores under.</summary>
    public string? Scorer { get; init; }
}
