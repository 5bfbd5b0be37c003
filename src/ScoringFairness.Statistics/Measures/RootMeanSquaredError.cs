using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>Root mean squared error √(Σ(m − h)²/N), in points. Undefined without responses.</summary>
public static class RootMeanSquaredError
{
    /// <summary>The root mean squared error.</summary>
    public static double Of(JointMoments scores) => scores.N == 0 ? double.NaN : Math.Sqrt(Math.Max(0, scores.Error.Squares / scores.N));
}
