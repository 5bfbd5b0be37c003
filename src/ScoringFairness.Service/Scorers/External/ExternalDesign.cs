using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers.External;

/// <summary>A scorer whose scores were sent before: nothing is trained for it.</summary>
public sealed record ExternalDesign() : ScorerDesign(ExternalKind.Kind, isTrained: false)
{
    /// <summary>The scorer, by the name that its scores were sent under.</summary>
    public required string Scorer { get; init; }
}
