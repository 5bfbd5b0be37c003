using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Inference;

/// <summary>From an interval and a tolerance to a verdict, and to how much the data could have shown.</summary>
internal static class Judgement
{
    private const double OddsLevel = 0.05;

    /// <summary>Judges a row by the tolerance or the minimum of its measure; a row without either stays as it is.</summary>
    public static MeasureRow Of(MeasureRow row, double standardError, EvaluationOptions options, Draws? permutation)
    {
        if (options.Minimums.TryGetValue(row.Measure, out var minimum))
        {
            return row with
            {
                Tolerance = minimum,
                Verdict = row.Low is not { } low || row.High is not { } high ? Verdict.Undefined
                    : low >= minimum ? Verdict.Within : high < minimum ? Verdict.Exceeds : Verdict.Inconclusive,
            };
        }
        if (!options.Tolerances.TryGetValue(row.Measure, out var tolerance))
        {
            return row;
        }
        // What an odds figure needs to be significant begins where chance ends, not at 0.
        var detectable = permutation is null
            ? Detectable(standardError, options.Confidence)
            : permutation.Quantile(options.Confidence) + Distributions.PowerQuantile * standardError;
        var needed = row.N * Math.Pow(detectable / tolerance, 2);
        return row with
        {
            Tolerance = tolerance,
            Verdict = Of(row.Low, row.High, tolerance, permutation is null ? null : row.PValue),
            Detectable = double.IsFinite(detectable) ? detectable : null,
            NeededN = needed is > 0 and < 1e15 ? (long)Math.Ceiling(needed) : null,
        };
    }

    /// <summary>
    /// within: the interval lies inside ±δ; exceeds: it lies outside; inconclusive: it straddles δ; undefined: there is none.
    /// </summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="tolerance">δ.</param>
    /// <param name="permutationP">
    /// For an odds figure, which cannot be negative and is biased upward: the permutation p that exceeds needs below .05.
    /// </param>
    public static Verdict Of(double? low, double? high, double tolerance, double? permutationP = null)
    {
        if (low is not { } from || high is not { } to)
        {
            return Verdict.Undefined;
        }
        if (from > -tolerance && to < tolerance)
        {
            return Verdict.Within;
        }
        return (from > tolerance || to < -tolerance) && (permutationP is null or < OddsLevel) ? Verdict.Exceeds : Verdict.Inconclusive;
    }

    /// <summary>
    /// The smallest true difference that a two-sided test of these data would have shown with 80 % power:
    /// (z of (1 + confidence)/2 + z of 0.8) × standard error.
    /// </summary>
    private static double Detectable(double standardError, double confidence) =>
        (Distributions.NormalCritical(confidence) + Distributions.PowerQuantile) * standardError;
}
