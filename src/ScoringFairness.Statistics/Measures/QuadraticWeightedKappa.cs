using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Quadratic weighted kappa for real-valued machine scores: 2 Cov(h,m) ÷ (Var h + Var m + (mean h − mean m)²), all with
/// divisor N (Haberman 2019, ETS RR-19-17; equal to Cohen's weighted kappa, 1968, where both are levels).
/// Undefined where the denominator is 0 or there is no response.
/// </summary>
public static class QuadraticWeightedKappa
{
    /// <summary>The quadratic weighted kappa.</summary>
    public static double Of(JointMoments scores)
    {
        var (n, h, m) = ((double)scores.N, scores.Human.Mean, scores.Machine.Mean);
        var spread = scores.HH / n - h * h + scores.MM / n - m * m + (h - m) * (h - m);
        // Where the machine gives one score the covariance is 0, but for rounding.
        var covariance = scores.HM / n - h * m is var product && Math.Abs(product) > 1e-14 * Math.Abs(h * m) ? product : 0;
        // It lies from −1 to 1, but for rounding.
        return scores.N > 0 && spread > 1e-14 ? Math.Clamp(2 * covariance / spread, -1, 1) : double.NaN;
    }
}
