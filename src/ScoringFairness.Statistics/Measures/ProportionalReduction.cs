using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Proportional reduction in mean squared error (PRMSE): how much better the machine predicts the true score (the mean of
/// infinitely many ratings) than its mean does (Loukina, Madnani, Cahill, Yao, Johnson, Riordan, McCaffrey 2020, Proc. BEA;
/// Haberman 2008). Undefined unless some response has two or more ratings, or where the true score does not vary.
/// </summary>
/// <param name="ErrorVariance">V_e, the variance of the raters' errors.</param>
/// <param name="TrueScoreVariance">V_T.</param>
/// <param name="MeanSquaredError">Of the machine against the true score.</param>
public readonly record struct ProportionalReduction(double ErrorVariance, double TrueScoreVariance, double MeanSquaredError)
{
    /// <summary>
    /// With fewer responses rated twice the interval does not cover: simulated (normal scores, true value .75, raters' error
    /// variance half of the true scores', n = 300) it holds the truth in .76 with 10 of them, .89 with 30, .93 with 50, .95 with 100.
    /// With a true value of .9, which few ratings make one above 1, it holds it in .85 with 50, .90 with 100, .95 with 120.
    /// </summary>
    public const int LeastRatedTwice = 120;

    /// <summary>1 − MSE/V_T; NaN where V_T is not positive.</summary>
    public double Value => TrueScoreVariance > 0 ? 1 - MeanSquaredError / TrueScoreVariance : double.NaN;

    /// <summary>From the sums over responses.</summary>
    /// <param name="sums">The eight sums of <see cref="RatingSums.Sums"/>.</param>
    /// <param name="errorVariance">The raters' error variance where it is known from elsewhere; else it is estimated.</param>
    public static ProportionalReduction Of(ReadOnlySpan<double> sums, double? errorVariance = null)
    {
        var (n, count, countSquares, within) = (sums[0], sums[1], sums[2], sums[3]);
        var (ratings, means, withMachine, machine) = (sums[4], sums[5], sums[6], sums[7]);
        var error = errorVariance ?? (count > n ? within / (count - n) : double.NaN);
        var truth = (means - ratings * ratings / count - (n - 1) * error) / (count - countSquares / count);
        // Σ c (H̄ − m)² = Σ S²/c − 2 Σ S·m + Σ c·m².
        var squared = (means - 2 * withMachine + machine - n * error) / count;
        return new ProportionalReduction(error, truth, squared);
    }

    /// <summary>
    /// The interval, symmetric in log(1 − PRMSE), which is log(MSE/V_T): it stays below 1. Both ends are NaN where the value is
    /// not below 1, which no proportion can be and few ratings make it.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="standardError">Its standard error.</param>
    /// <param name="critical">The critical value of the nominal coverage.</param>
    public static (double Low, double High) Interval(double value, double standardError, double critical)
    {
        var left = 1 - value;
        var half = critical * standardError / left;
        return left > 0 ? (1 - left * Math.Exp(half), 1 - left * Math.Exp(-half)) : (double.NaN, double.NaN);
    }

    /// <summary>
    /// The standard error of <see cref="Value"/> by the delta method: the figure is a smooth function of means over responses,
    /// whose covariance the products of <see cref="RatingSums"/> give. The gradient is taken by central differences.
    /// </summary>
    public static double StandardError(RatingSums ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        var n = ratings.Sums[0];
        Span<double> gradient = stackalloc double[RatingSums.Terms];
        Span<double> moved = stackalloc double[RatingSums.Terms];
        for (var term = 1; term < RatingSums.Terms; term++)
        {
            var step = 1e-5 * Math.Max(1, Math.Abs(ratings.Sums[term]));
            ratings.Sums.CopyTo(moved);
            moved[term] += step;
            var above = Of(moved).Value;
            moved[term] -= 2 * step;
            gradient[term] = (above - Of(moved).Value) / (2 * step);
        }
        var variance = 0.0;
        for (var row = 1; row < RatingSums.Terms; row++)
        {
            for (var column = 1; column < RatingSums.Terms; column++)
            {
                var covariance = ratings.Products[row * RatingSums.Terms + column] - ratings.Sums[row] * ratings.Sums[column] / n;
                variance += gradient[row] * gradient[column] * covariance;
            }
        }
        return variance > 0 ? Math.Sqrt(variance * n / (n - 1)) : double.NaN;
    }
}
