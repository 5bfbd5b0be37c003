namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What a scorer's last layer takes the levels for.</summary>
public enum LevelHead
{
    /// <summary>Classes without an order: softmax over one output for each level.</summary>
    Classification,

    /// <summary>
    /// Steps of a scale: one output, cut by thresholds (cumulative link, McCullagh 1980, JRSS B 42, 109–142). The score is the
    /// expected level, a real number.
    /// </summary>
    Ordinal,

    /// <summary>
    /// Numbers: one output, whose places are cut into levels on responses of the training part that it was not fitted on. In fine-tuning it
    /// begins as the ridge regression on what the encoder as it is gives, and squared error trains it on. The score is a real number.
    /// </summary>
    Regression,
}

/// <summary>How much the responses of each level weigh in the loss.</summary>
public enum ClassWeights
{
    /// <summary>All alike.</summary>
    None,

    /// <summary>In inverse proportion to the level's share of the training responses, so that each level weighs the same.</summary>
    Balanced,
}
