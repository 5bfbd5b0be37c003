namespace ScoringFairness.Service.Scorers.Engine;

/// <summary>An engine outside the process that a client asks for; its name is one of the section Engines.</summary>
internal sealed record EngineRequest() : TrainedRequest(EngineKind.Kind);
