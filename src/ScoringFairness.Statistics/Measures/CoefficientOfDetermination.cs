using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// R² = 1 − SSE/SST: the squared error left, against the human scores' own spread; below 0 where the human mean would have
/// scored better. Undefined where the human scores do not vary.
/// </summary>
public static class CoefficientOfDetermination
{
    /// <summary>The coefficient of determination.</summary>
    public static double Of(JointMoments scores) => scores.Human.Varies
        ? 1 - scores.Error.Squares / (scores.Human.Variance * (scores.N - 1))
        : double.NaN;
}
