namespace ScoringFairness.Statistics.Verdicts;

/// <summary>What a figure is held to. The two are answered in words of their own: a tolerance is kept, a minimum is met.</summary>
public enum Bound
{
    /// <summary>A tolerance δ: the figure should lie inside ±δ. Verdicts: within, exceeds.</summary>
    Tolerance,

    /// <summary>A least acceptable value. Verdicts: met, notMet.</summary>
    Minimum,
}
