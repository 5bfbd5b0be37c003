using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Inference;

/// <summary>From an interval and a tolerance to a verdict, and to how much the data could have shown.</summary>
public static class Judgement
{
    private const double OddsLevel = 0.05;

    /// <summary>
    /// Judges a row by the tolerance or the minimum of its measure. By a tolerance δ: within, the interval lies inside ±δ;
    /// exceeds, it lies outside (an odds figure, which cannot be negative and is biased upward, also needs a permutation
    /// p below .05); inconclusive, it straddles; undefined, there is none. By a minimum: within, at or above it; exceeds, below.
    /// </summary>
    /// <param name="row">The row with its interval; an odds figure has <see cref="MeasureRow.ExpectedByChance"/>.</param>
    /// <param name="options">The tolerances and minimums.</param>
    /// <returns>The row with its verdict, or as it was where its measure has neither.</returns>
    public static MeasureRow Judge(MeasureRow row, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Minimums.TryGetValue(row.Measure, out var minimum))
        {
            return row with { Tolerance = minimum, Verdict = OfMinimum(row.Low, row.High, minimum) };
        }
        return options.Tolerances.TryGetValue(row.Measure, out var tolerance)
            ? row with { Tolerance = tolerance, Verdict = Of(row.Low, row.High, tolerance, row.ExpectedByChance is null ? null : row.PValue) }
            : row;
    }

    /// <summary>
    /// Adds to a judged row the smallest true difference that a two-sided test of these data would have shown with 80 % power,
    /// (z of (1 + confidence)/2 + z of 0.8) × standard error, and the number of responses that would show the tolerance.
    /// </summary>
    internal static MeasureRow WithPower(MeasureRow row, double standardError, EvaluationOptions options, Draws? permutation)
    {
        if (row.Verdict is null || options.Minimums.ContainsKey(row.Measure))
        {
            return row;
        }
        // What an odds figure needs to be significant begins where chance ends, not at 0.
        var critical = permutation?.Quantile(options.Confidence) ?? Distributions.NormalCritical(options.Confidence) * standardError;
        var detectable = critical + Distributions.PowerQuantile * standardError;
        var needed = row.N!.Value * Math.Pow(detectable / row.Tolerance!.Value, 2);
        return row with
        {
            Detectable = double.IsFinite(detectable) ? detectable : null,
            NeededN = needed is > 0 and < 1e15 ? (long)Math.Ceiling(needed) : null,
        };
    }

    /// <summary>The verdict of an interval by a tolerance, by the rule of <see cref="Judge"/>.</summary>
    /// <param name="low">Lower end of the interval; null: there is no figure.</param>
    /// <param name="high">Upper end of the interval.</param>
    /// <param name="tolerance">The tolerance δ, in the figure's unit.</param>
    /// <param name="permutationP">The permutation p of an odds figure; null for other figures.</param>
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

    private static Verdict OfMinimum(double? low, double? high, double minimum)
    {
        if (low is not { } from || high is not { } to)
        {
            return Verdict.Undefined;
        }
        return from >= minimum ? Verdict.Within : to < minimum ? Verdict.Exceeds : Verdict.Inconclusive;
    }
}
