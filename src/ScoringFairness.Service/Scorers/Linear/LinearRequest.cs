namespace ScoringFairness.Service.Scorers.Linear;

/// <summary>A regression on text features that a client asks for; nothing of it can be chosen.</summary>
internal sealed record LinearRequest() : TrainedRequest(LinearKind.Kind);
