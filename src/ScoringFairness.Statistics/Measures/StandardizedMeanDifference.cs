using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Standardised mean difference, machine minus human, in standard deviations (divisor N − 1) of human scores (Williamson, Xi,
/// Breyer 2012). Undefined where that deviation is 0 (below 1e-7) or does not exist.
/// </summary>
public static class StandardizedMeanDifference
{
    /// <summary>(mean m − mean h) ÷ sd(h): of machine scores.</summary>
    public static double Of(JointMoments scores) =>
        scores.Human.Varies ? (scores.Machine.Mean - scores.Human.Mean) / scores.Human.Deviation : double.NaN;

    /// <summary>(mean of the second − mean of the first) ÷ √((s₁² + s₂²)/2): of two human raters.</summary>
    public static double OfRaters(JointMoments ratings)
    {
        var pooled = Math.Sqrt((ratings.Human.Variance + ratings.Machine.Variance) / 2);
        return pooled > Moments.ZeroDeviation ? (ratings.Machine.Mean - ratings.Human.Mean) / pooled : double.NaN;
    }
}
