namespace ScoringFairness.Statistics.Measures;

/// <summary>What makes a score of several levels a yes or no.</summary>
public enum Basis
{
    /// <summary>This level against all others.</summary>
    Level,

    /// <summary>This level or a higher one against the lower ones: the ordinal form.</summary>
    Cut,
}
