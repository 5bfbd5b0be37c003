using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Pearson's correlation of human and raw machine scores. Undefined where one of them does not vary or there are fewer than
/// two responses.
/// </summary>
public static class Correlation
{
    /// <summary>The correlation.</summary>
    public static double Of(JointMoments scores) => scores.Human.Varies && scores.Machine.Varies
        ? Math.Clamp(scores.Covariance / (scores.Human.Deviation * scores.Machine.Deviation), -1, 1)
        : double.NaN;
}
