namespace ScoringFairness.Scoring.Linear;

/// <summary>How real-valued scores are cut into levels.</summary>
public enum LevelCutRule
{
    /// <summary>Where the quadratic weighted kappa with the human levels is highest, on responses that the scorer did not see.</summary>
    Qwk,

    /// <summary>So that each level gets as many of these responses as the humans gave it: the scores have the humans' spread.</summary>
    Spread,

    /// <summary>Halfway between levels: a score belongs to its nearest level, and its spread is its own.</summary>
    Nearest,
}
