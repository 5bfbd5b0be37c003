using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Linear;

/// <summary>A regression on text features that a client asks for.</summary>
internal sealed record LinearRequest() : MitigatedRequest(LinearKind.Kind)
{
    /// <summary>
    /// qwk: scores are cut into levels where the quadratic weighted kappa with human levels is highest, on training responses that the line
    /// did not see (default). spread: so that each level gets as many of them as humans gave it. nearest: halfway between levels.
    /// </summary>
    public LevelCutRule? Cuts { get; init; }
}
