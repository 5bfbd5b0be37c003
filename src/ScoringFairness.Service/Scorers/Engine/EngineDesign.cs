using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers.Engine;

/// <summary>A scorer that an engine outside the process trains; its name is the engine's.</summary>
public sealed record EngineDesign() : ScorerDesign(EngineKind.Kind);
