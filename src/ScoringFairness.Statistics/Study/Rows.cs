using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Study;

/// <summary>From figures to measure rows.</summary>
internal static class Rows
{
    /// <summary>The rows of a scope, whose figures then know their estimates.</summary>
    public static IEnumerable<MeasureRow> Of(Scope scope) =>
        scope.Figures.Select(figure => Of(
            figure, figure.Estimate = Estimated(figure, scope), scope.Options,
            figure.Permutation ?? figure.Distance?.Null, () => scope.Misplaced ?? scope.Constant(figure.Row)));

    /// <summary>The row of a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="estimate">Its value with its interval.</param>
    /// <param name="options">The tolerances and minimums.</param>
    /// <param name="permutation">The figure where nothing differs; null where it is tested otherwise.</param>
    /// <param name="unjudged">Says why it has no verdict, null where it may have one; asked of a row that would have one.</param>
    public static MeasureRow Of(Figure figure, Estimate estimate, EvaluationOptions options, Draws? permutation, Func<string?> unjudged)
    {
        var hasInterval = double.IsFinite(estimate.Low) && double.IsFinite(estimate.High);
        // The interval of an adjusted R² is of the population's, which is never negative; every other one holds its value.
        estimate = figure.MeanOfIntervals ? estimate : estimate.ReachingTo(estimate.Value, estimate.Value);
        var row = figure.Row with
        {
            Value = Finite(estimate.Value),
            Corrected = Finite(estimate.Corrected),
            Low = hasInterval ? estimate.Low : null,
            High = hasInterval ? estimate.High : null,
            Confidence = hasInterval ? estimate.Confidence ?? options.Confidence : null,
            Method = hasInterval ? estimate.Method : null,
            Test = estimate.Test,
            Statistic = Finite(estimate.Statistic),
            Df = Finite(estimate.Df),
            PValue = Finite(estimate.PValue),
            Note = Join(figure.Row.Note, estimate.Note),
        };
        if (permutation is not null && row.Value is { } observed)
        {
            row = row with
            {
                Test = estimate.Test ?? "permutation",
                Statistic = null,
                Df = null,
                PValue = permutation.PermutationP(observed),
                ExpectedByChance = Finite(permutation.Mean),
            };
        }
        if (!figure.Judged || row.Scorer == RowCodes.Human)
        {
            return row;
        }
        var judged = RowJudgement.Judge(row, options);
        return judged.Verdict is not null && row.Value is not null && unjudged() is { } reason
            ? judged with { Verdict = Verdict.Undefined, Note = Join(row.Note, reason) }
            : RowJudgement.WithPower(judged, estimate, options, permutation);
    }

    private static Estimate Estimated(Figure figure, Scope scope)
    {
        if (figure.Distance is { } distance)
        {
            return distance.Estimate(isTested: figure.Permutation is null);
        }
        if (figure.Known is { } known && (!scope.Clustered || figure.Bootstrap is null || figure.Value is null || !double.IsFinite(known.Value)))
        {
            return known;
        }
        var value = figure.Value?.Invoke(scope.Cube) ?? double.NaN;
        if (!double.IsFinite(value) || figure.Bootstrap is not { } draws)
        {
            return Estimate.Undefined(figure.Reason);
        }
        var drawn = Drawn(
            value, draws, scope.Clustered ? BootstrapMethod.OfStudents : BootstrapMethod.OfCounts, scope.Options.Confidence,
            degrees: figure.Known is { } analytic && double.IsFinite(analytic.PValue) ? scope.StudentDegrees(figure.Row) : null);
        // Students who all answer alike, as few may by chance, do not make responses tell more than independent ones would.
        return figure.Known is { } independent ? drawn.ReachingTo(independent.Low, independent.High) : drawn;
    }

    /// <summary>A figure with the interval of its draws, and, where it has degrees of freedom, the t test by their deviation.</summary>
    public static Estimate Drawn(double value, Draws draws, string method, double confidence, int? degrees)
    {
        var (low, high) = draws.Interval(confidence);
        // Drawing with replacement gives the variance with divisor n, not n − 1.
        var error = draws.Deviation * (degrees is > 0 and var free ? Math.Sqrt((free + 2.0) / free) : 1);
        var tested = degrees > 0 && error > 0;
        return new Estimate
        {
            Value = value,
            Low = low,
            High = high,
            StandardError = error,
            Method = method,
            Test = tested ? "studentBootstrapT" : null,
            Statistic = tested ? value / error : double.NaN,
            Df = tested ? degrees!.Value : double.NaN,
            PValue = tested ? Distributions.StudentTwoSided(value / error, degrees!.Value) : double.NaN,
            Note = draws.Undefined > 0 ? $"{draws.Undefined} of {draws.Values.Length} draws leave the figure undefined and are left out." : null,
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Two notes as one.</summary>
    public static string? Join(string? first, string? second) => first is null ? second : second is null ? first : $"{first} {second}";
}
