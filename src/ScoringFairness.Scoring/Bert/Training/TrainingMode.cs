namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What of a BERT scorer is trained.</summary>
public enum TrainingMode
{
    /// <summary>All of it, for each training split and fold.</summary>
    FineTuning,

    /// <summary>A line, or a classifier, on what the encoder as it is gives for each response: the quick look before the long one.</summary>
    Screening,
}
