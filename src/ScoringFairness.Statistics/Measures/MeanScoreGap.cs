using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Mean score gap (MSG): mean raw machine score of the reference group minus that of the focal group (Latif, Zhai, Liu,
/// arXiv 2312.10833; they print its absolute value). Undefined where a group is empty.
/// </summary>
public static class MeanScoreGap
{
    /// <summary>The gap in points.</summary>
    public static double Of(CountCube cube, int reference, int focal) =>
        JointMoments.Of(cube, reference).Machine.Mean - JointMoments.Of(cube, focal).Machine.Mean;

    /// <summary>
    /// The gap in standard deviations of the human scores: √ of the pooled within-group variance of the two groups (Cohen's d).
    /// Undefined where that is 0.
    /// </summary>
    public static double Standardized(CountCube cube, int reference, int focal)
    {
        var deviation = PooledHumanDeviation(JointMoments.Of(cube, reference).Human, JointMoments.Of(cube, focal).Human);
        return deviation > Moments.ZeroDeviation ? Of(cube, reference, focal) / deviation : double.NaN;
    }

    /// <summary>√(((n₁ − 1)s₁² + (n₂ − 1)s₂²)/(n₁ + n₂ − 2)).</summary>
    public static double PooledHumanDeviation(Moments first, Moments second) =>
        Math.Sqrt(((first.N - 1) * first.Variance + (second.N - 1) * second.Variance) / (first.N + second.N - 2));
}
