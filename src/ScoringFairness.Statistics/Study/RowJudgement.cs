using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Study;

/// <summary>From a row with its interval to its verdict, and to how much the data could have shown.</summary>
public static class RowJudgement
{
    /// <summary>Judges a row by the minimum or the tolerance of its measure, by the rules of <see cref="Judgement"/>.</summary>
    /// <param name="row">The row with its interval.</param>
    /// <param name="options">The tolerances and minimums.</param>
    /// <returns>The row with its verdict, or as it was where its measure has neither. A verdict that is undefined stays so.</returns>
    public static MeasureRow Judge(MeasureRow row, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(options);
        return options.Minimums.TryGetValue(row.Measure, out var minimum) ? JudgeByMinimum(row, minimum)
            : options.Tolerances.TryGetValue(row.Measure, out var tolerance) ? Judge(row, tolerance) : row;
    }

    /// <summary>Judges a row by a minimum; a verdict that is undefined stays so.</summary>
    /// <param name="row">The row with its interval.</param>
    /// <param name="minimum">The least acceptable value.</param>
    public static MeasureRow JudgeByMinimum(MeasureRow row, double minimum)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row with
        {
            Tolerance = minimum,
            Bound = Bound.Minimum,
            Verdict = row.Verdict is Verdict.Undefined ? row.Verdict : Judgement.OfMinimum(row.Low, row.High, minimum),
        };
    }

    /// <summary>Judges a row by a tolerance; a verdict that is undefined stays so.</summary>
    /// <param name="row">The row with its interval.</param>
    /// <param name="tolerance">The tolerance δ, in the figure's unit.</param>
    public static MeasureRow Judge(MeasureRow row, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row with
        {
            Tolerance = tolerance,
            Bound = Bound.Tolerance,
            Verdict = row.Verdict is Verdict.Undefined ? row.Verdict : Judgement.Of(row.Low, row.High, tolerance),
        };
    }

    /// <summary>
    /// Adds to a judged row the smallest true difference that a two-sided test of these data would have shown with 80 % power,
    /// (z of (1 + confidence)/2 + z of 0.8) × standard error, and how many responses a verdict would need, by standard errors that
    /// fall with √n: <c>within</c>, when nothing differs, comes with 80 % where the interval's half and z of 0.9 standard errors fit
    /// into the tolerance (two bounds can be missed); <c>exceeds</c> where its half and z of 0.8 fit beside it (Julious 2004,
    /// Statistics in Medicine 23, 1921–1986).
    /// </summary>
    internal static MeasureRow WithPower(MeasureRow row, Estimate estimate, EvaluationOptions options, Draws? permutation)
    {
        if (row.Verdict is null or Verdict.Undefined || options.Minimums.ContainsKey(row.Measure))
        {
            return row;
        }
        var standardError = estimate.StandardError;
        // What an odds figure needs to be significant begins where chance ends, not at 0.
        var critical = permutation?.Quantile(options.Confidence) ?? Distributions.NormalCritical(options.Confidence) * standardError;
        var detectable = critical + Distributions.PowerQuantile * standardError;
        var (tolerance, critic) = (row.Tolerance!.Value, Distributions.NormalCritical(options.Confidence));
        return row with
        {
            Detectable = double.IsFinite(detectable) ? detectable : null,
            NeededForWithin = Needed(Reach(estimate.WithinReach, Distributions.EquivalenceQuantile), tolerance),
            NeededForExceeds = Needed(Reach(estimate.ExceedsReach, Distributions.PowerQuantile), Math.Abs(row.Value!.Value) - tolerance),
        };

        // A distance says itself how far it reaches: its interval is not made of its standard error.
        double Reach(double own, double beside) =>
            permutation is null && double.IsNaN(own) ? (critic + beside) * standardError : own;

        long? Needed(double reach, double room) =>
            room > 0 && row.N!.Value * Math.Pow(reach / room, 2) is > 0 and < 1e15 and var needed ? (long)Math.Ceiling(needed) : null;
    }
}
