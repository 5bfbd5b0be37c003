using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Linear;

/// <summary>A regression on text features that a client asks for; nothing of it can be chosen but a mitigation.</summary>
internal sealed record LinearRequest() : MitigatedRequest(LinearKind.Kind);
