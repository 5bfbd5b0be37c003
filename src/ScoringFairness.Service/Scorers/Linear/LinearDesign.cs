using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Linear;

/// <summary>A regression on text features, trained here in seconds.</summary>
public sealed record LinearDesign() : MitigatedDesign(LinearKind.Kind)
{
    /// <summary>How its scores are cut into levels: qwk, spread or nearest.</summary>
    public LevelCutRule Cuts { get; init; }
}
