using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// The disparity that the scorer adds: mean score gap of the machine minus that of the human, which is the difference between
/// reference and focal group of the mean error m − h. Undefined where a group is empty.
/// </summary>
public static class MeanScoreGapChange
{
    /// <summary>The change in points.</summary>
    public static double Of(CountCube cube, int reference, int focal) =>
        JointMoments.Of(cube, reference).Error.Mean - JointMoments.Of(cube, focal).Error.Mean;
}
