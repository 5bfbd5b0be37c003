namespace ScoringFairness.Statistics.Calibration;

/// <summary>What is done to the focal group's machine scores in a simulated population; synthetic, and nothing about real students.</summary>
public enum PlantedDisparity
{
    /// <summary>Nothing: both groups are scored alike at every human level.</summary>
    None,

    /// <summary>Fifteen of a hundred focal scores are one level lower.</summary>
    Shift,

    /// <summary>Accuracy of the focal group is ten points lower at every level, by errors in the same proportions.</summary>
    ExtraError,

    /// <summary>At human level 2 the focal group gets level 2 twenty points less often, half of it one level lower, half one higher.</summary>
    LowerTruePositiveRate,
}
