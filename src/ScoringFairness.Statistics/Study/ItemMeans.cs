using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>The unweighted means of figures over items.</summary>
internal static class ItemMeans
{
    /// <summary>The rows of the means over a scorer's items, one call each, after the items' own rows.</summary>
    public static IEnumerable<Func<MeasureRow>> Of(ScorerScopes scopes)
    {
        if (scopes.Items.Count < 2)
        {
            return [];
        }
        var byItem = scopes.Items.Select(scope => scope.Figures.Where(figure => figure.OverItems).ToDictionary(figure => figure.Key)).ToList();
        return scopes.Items.SelectMany(scope => scope.Figures).Where(figure => figure.OverItems).DistinctBy(figure => figure.Key)
            .Select(figure => (Func<MeasureRow>)(() => Of(figure, scopes, byItem)));
    }

    private static MeasureRow Of(Figure first, ScorerScopes scopes, List<Dictionary<FigureKey, Figure>> byItem)
    {
        var options = scopes.Items[0].Options;
        var defined = new List<(Figure Figure, Scope Scope)>();
        foreach (var (at, figures) in byItem.Index())
        {
            if (figures.TryGetValue(first.Key, out var figure) && double.IsFinite(figure.Estimate!.Value))
            {
                defined.Add((figure, scopes.Items[at]));
            }
        }
        var distance = defined.Count > 1 && defined.All(one => one.Figure.Distance is not null)
            ? Distance.Mean([.. defined.Select(one => one.Figure.Distance!)])
            : null;
        var permutations = scopes.Items[0].SharesStudents ? [] : defined.Select(one => one.Figure.Permutation).OfType<Draws>().ToList();
        var permuted = permutations.Count > 0 && permutations.Count == defined.Count ? Draws.MeanOf(permutations) : null;
        var estimate = distance?.Estimate(isTested: permutations.Count == 0)
            ?? Estimated(first, [.. defined.Select(one => (one.Figure, one.Figure.Estimate!))], scopes.Items[0]);
        if (defined.Count < scopes.Items.Count)
        {
            estimate = estimate with { Note = Rows.Join(estimate.Note, $"Defined for {defined.Count} of {scopes.Items.Count} items.") };
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
        var row = Rows.Of(
            model, estimate, options, permuted ?? distance?.Null,
            () => defined.Select(one => one.Scope.Misplaced).FirstOrDefault(reason => reason is not null)
                ?? defined.Select(one => one.Scope.Constant(one.Figure.Row)).DefaultIfEmpty().Aggregate((one, other) => one is null ? null : other));
        distance?.Leave();
        permuted?.Leave();
        return row;
    }

    /// <summary>
    /// The mean over items. Of independent items it has the t interval of the paper, and its t test where the figure's null is 0. Of
    /// items that share students it is drawn with them, the items being taken as they are. Where neither can be had, the mean of
    /// the items' intervals holds at least their coverage, and there is no test.
    /// </summary>
    private static Estimate Estimated(Figure first, IReadOnlyList<(Figure Figure, Estimate Estimate)> items, Scope scope)
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
            var degrees = isTested ? scope.StudentDegrees(first.Row) : null;
            var drawn = Rows.Drawn(mean.Value, Draws.MeanOf(draws), BootstrapMethod.OfStudents, options.Confidence, degrees);
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
}
