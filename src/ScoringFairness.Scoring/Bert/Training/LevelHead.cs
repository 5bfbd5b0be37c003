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
    /// Numbers: ridge regression on encoded responses, whose places are cut into levels on the training responses. Of mode screening
    /// alone, where it is the default. The score is a real number.
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
