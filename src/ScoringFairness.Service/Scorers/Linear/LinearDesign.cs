using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Linear;

/// <summary>A regression on text features, trained here in seconds.</summary>
public sealed record LinearDesign() : MitigatedDesign(LinearKind.Kind);
