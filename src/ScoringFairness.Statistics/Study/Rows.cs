using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Study;

/// <summary>From figures to measure rows.</summary>
internal static class Rows
{
    /// <summary>The rows of a scope.</summary>
    public static IEnumerable<MeasureRow> Of(Scope scope) =>
        scope.Figures.Select(figure => Of(figure, Estimated(figure, scope), scope.Options, figure.Permutation, scope.Misplaced ?? scope.Constant(figure.Row)));

    /// <summary>The rows of the unweighted means over items.</summary>
    public static IEnumerable<MeasureRow> OverItems(ScorerScopes scopes)
    {
        if (scopes.Items.Count < 2)
        {
            return [];
        }
        var byItem = scopes.Items.Select(scope => scope.Figures.Where(figure => figure.OverItems).ToDictionary(figure => figure.Key)).ToList();
        return scopes.Items.SelectMany(scope => scope.Figures).Where(figure => figure.OverItems).DistinctBy(figure => figure.Key)
            .Select(figure => OverItems(figure, scopes, byItem));
    }

    private static MeasureRow OverItems(Figure first, ScorerScopes scopes, List<Dictionary<FigureKey, Figure>> byItem)
    {
        var options = scopes.Items[0].Options;
        var defined = new List<(Figure Figure, double Value, Scope Scope)>();
        foreach (var (at, figures) in byItem.Index())
        {
            if (figures.TryGetValue(first.Key, out var figure) && Estimated(figure, scopes.Items[at]).Value is var value && double.IsFinite(value))
            {
                defined.Add((figure, value, scopes.Items[at]));
            }
        }
        var estimate = Means.OverItems([.. defined.Select(one => one.Value)], options.Confidence);
        if (defined.Count < scopes.Items.Count)
        {
            estimate = estimate with { Note = Join(estimate.Note, $"Defined for {defined.Count} of {scopes.Items.Count} items.") };
        }
        var permutations = defined.Select(one => one.Figure.Permutation).OfType<Draws>().ToList();
        var sizes = new Dictionary<string, long>();
        foreach (var (group, n) in defined.SelectMany(one => one.Figure.Row.NByGroup))
        {
            sizes[group] = sizes.GetValueOrDefault(group) + n;
        }
        var model = new Figure
        {
            Row = first.Row with
            {
                ItemId = null,
                Over = RowCodes.Items,
                N = defined.Count,
                NByGroup = sizes,
                Denominators = null,
                Tolerance = null,
                Bound = null,
            },
            Judged = first.Judged,
        };
        return Of(
            model, estimate, options, permutations.Count > 0 && permutations.Count == defined.Count ? Mean(permutations) : null,
            defined.Select(one => one.Scope.Misplaced).FirstOrDefault(reason => reason is not null)
                ?? defined.Select(one => one.Scope.Constant(one.Figure.Row)).DefaultIfEmpty().Aggregate((one, other) => one is null ? null : other));
    }

    private static MeasureRow Of(Figure figure, Estimate estimate, EvaluationOptions options, Draws? permutation, string? unjudged)
    {
        var hasInterval = double.IsFinite(estimate.Low) && double.IsFinite(estimate.High);
        var row = figure.Row with
        {
            Value = Finite(estimate.Value),
            Low = hasInterval ? estimate.Low : null,
            High = hasInterval ? estimate.High : null,
            Confidence = hasInterval ? options.Confidence : null,
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
                Test = "permutation",
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
        return judged.Verdict is not null && row.Value is not null && unjudged is not null
            ? judged with { Verdict = Verdict.Undefined, Note = Join(row.Note, unjudged) }
            : RowJudgement.WithPower(judged, estimate.StandardError, options, permutation);
    }

    private static Estimate Estimated(Figure figure, Scope scope)
    {
        if (figure.Known is { } known && (!scope.Clustered || figure.Bootstrap is null || !double.IsFinite(known.Value)))
        {
            return known;
        }
        var value = figure.Value?.Invoke(scope.Cube) ?? double.NaN;
        if (!double.IsFinite(value) || figure.Bootstrap is not { } draws)
        {
            return Estimate.Undefined(figure.Reason);
        }
        var (low, high) = draws.Interval(scope.Options.Confidence);
        var error = draws.Deviation;
        var tested = figure.Known is { } analytic && double.IsFinite(analytic.PValue) && error > 0;
        return new Estimate
        {
            Value = value,
            Low = low,
            High = high,
            StandardError = error,
            Method = scope.Clustered ? BootstrapMethod.OfStudents : BootstrapMethod.OfCounts,
            Test = tested ? "studentBootstrapZ" : null,
            Statistic = tested ? value / error : double.NaN,
            PValue = tested ? Distributions.NormalTwoSided(value / error) : double.NaN,
            Note = draws.Undefined > 0 ? $"{draws.Undefined} of {draws.Values.Length} draws leave the figure undefined and are left out." : null,
        };
    }

    private static Draws Mean(List<Draws> draws)
    {
        var mean = new Draws(draws[0].Values.Length);
        for (var draw = 0; draw < mean.Values.Length; draw++)
        {
            mean.Values[draw] = draws.Average(one => one.Values[draw]);
        }
        return mean;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string? Join(string? first, string? second) => first is null ? second : second is null ? first : $"{first} {second}";
}
