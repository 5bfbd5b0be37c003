namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>The epoch whose weights a fit ends with.</summary>
public enum TakenEpoch
{
    /// <summary>The one with the lowest loss on the validation responses.</summary>
    Best,

    /// <summary>The last. With nothing to choose, the validation responses are trained on as well.</summary>
    Last,
}
