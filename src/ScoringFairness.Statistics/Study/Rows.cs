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
        scope.Figures.Select(figure => Of(
            figure, Estimated(figure, scope), scope.Options, figure.Permutation ?? figure.Distance?.Null, scope.Misplaced ?? scope.Constant(figure.Row)));

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
        var distance = defined.Count > 1 && defined.All(one => one.Figure.Distance is not null)
            ? Distance.Mean([.. defined.Select(one => one.Figure.Distance!)])
            : null;
        var permutations = scopes.Items[0].SharesStudents ? [] : defined.Select(one => one.Figure.Permutation).OfType<Draws>().ToList();
        var permutation = permutations.Count > 0 && permutations.Count == defined.Count ? Mean(permutations) : distance?.Null;
        var estimate = distance?.Estimate(isTested: permutations.Count == 0)
            ?? OverItems(first, [.. defined.Select(one => (one.Figure, Estimated(one.Figure, one.Scope)))], scopes.Items[0]);
        if (defined.Count < scopes.Items.Count)
        {
            estimate = estimate with { Note = Join(estimate.Note, $"Defined for {defined.Count} of {scopes.Items.Count} items.") };
        }
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
                LevelsUsed = null,
                LevelsLeftOut = null,
                Tolerance = null,
                Bound = null,
            },
            Judged = first.Judged,
            MeanOfIntervals = first.MeanOfIntervals,
        };
        return Of(
            model, estimate, options, permutation,
            defined.Select(one => one.Scope.Misplaced).FirstOrDefault(reason => reason is not null)
                ?? defined.Select(one => one.Scope.Constant(one.Figure.Row)).DefaultIfEmpty().Aggregate((one, other) => one is null ? null : other));
    }

    /// <summary>
    /// The mean over items. Of independent items it has the t interval of the paper, and its t test where the figure's null is 0. Of
    /// items that share students it is drawn with them, the items being taken as they are. Where neither can be had, the mean of
    /// the items' intervals holds at least their coverage, and there is no test.
    /// </summary>
    private static Estimate OverItems(Figure first, IReadOnlyList<(Figure Figure, Estimate Estimate)> items, Scope scope)
    {
        var options = scope.Options;
        var mean = Means.OverItems([.. items.Select(item => item.Estimate.Value)], options.Confidence);
        if (items.Count < 2)
        {
            return mean;
        }
        var isTested = first.Measure.IsSigned && !first.MeanOfIntervals;
        if (!first.MeanOfIntervals && !scope.SharesStudents)
        {
            return isTested ? mean : mean with { Test = null, Statistic = double.NaN, Df = double.NaN, PValue = double.NaN };
        }
        var draws = items.Select(item => item.Figure.Bootstrap).OfType<Draws>().ToList();
        if (!first.MeanOfIntervals && draws.Count == items.Count)
        {
            var drawn = Drawn(mean.Value, Mean(draws), BootstrapMethod.OfStudents, options.Confidence, isTested ? scope.StudentDegrees : null);
            // Never narrower than of independent items.
            var (below, above) = (Reach(items, item => item.Value - item.Low), Reach(items, item => item.High - item.Value));
            return drawn.ReachingTo(mean.Value - below, mean.Value + above);
        }
        var (low, high) = (items.Average(item => item.Estimate.Low), items.Average(item => item.Estimate.High));
        return new Estimate
        {
            Value = mean.Value,
            Low = low,
            High = high,
            StandardError = (high - low) / 2 / Distributions.NormalCritical(options.Confidence),
            Method = "meanOfIntervals",
        };
    }

    private static double Reach(IReadOnlyList<(Figure Figure, Estimate Estimate)> items, Func<Estimate, double> half) =>
        Math.Sqrt(items.Sum(item => half(item.Estimate) * half(item.Estimate))) / items.Count;

    private static MeasureRow Of(Figure figure, Estimate estimate, EvaluationOptions options, Draws? permutation, string? unjudged)
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
        return judged.Verdict is not null && row.Value is not null && unjudged is not null
            ? judged with { Verdict = Verdict.Undefined, Note = Join(row.Note, unjudged) }
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
            degrees: figure.Known is { } analytic && double.IsFinite(analytic.PValue) ? scope.StudentDegrees : null);
        // Students who all answer alike, as few may by chance, do not make responses tell more than independent ones would.
        return figure.Known is { } independent ? drawn.ReachingTo(independent.Low, independent.High) : drawn;
    }

    /// <summary>A figure with the interval of its draws, and, where it has degrees of freedom, the t test by their deviation.</summary>
    private static Estimate Drawn(double value, Draws draws, string method, double confidence, int? degrees)
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
