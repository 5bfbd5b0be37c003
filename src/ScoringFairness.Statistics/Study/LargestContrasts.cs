using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>With three groups or more: the largest absolute contrast with the reference, beside each contrast of its own.</summary>
internal static class LargestContrasts
{
    /// <summary>Figures of a scope, and the largest of their contrasts after them.</summary>
    public static IEnumerable<Figure> With(Scope scope, IEnumerable<Figure> figures)
    {
        List<Figure> all = [.. figures];
        return [.. all, .. Of(scope, all)];
    }

    private static IEnumerable<Figure> Of(Scope scope, IReadOnlyList<Figure> contrasts)
    {
        var focal = Compared(scope);
        if (focal.Count < 2)
        {
            yield break;
        }
        foreach (var measure in MeasureCatalogue.All.Where(measure => measure.Contrast is not null && (!scope.IsHuman || measure.IsOfHuman)))
        {
            var parts = Parts(contrasts, measure).ToList();
            foreach (var figure in parts)
            {
                figure.AlsoDrawn = true;
            }
            yield return new Figure
            {
                Row = scope.Row(measure) with
                {
                    Basis = measure.Main.Basis,
                    Aggregation = measure.Main.Aggregation ?? RowCodes.Max,
                    Contrast = RowCodes.LargestContrast,
                    Note = "Largest absolute value of the contrasts with the reference group: biased upward in small samples.",
                },
                Value = cube => parts.Max(part => Math.Abs(part.Value!(cube))),
                OverItems = true,
                MeanOfIntervals = true,
                Reason = "A contrast is undefined.",
            };
        }
    }

    /// <summary>
    /// Gives the largest contrast the interval that follows from simultaneous intervals of all contrasts (Bonferroni): a percentile
    /// interval of a maximum of absolute values lies above it.
    /// </summary>
    public static void Bound(Scope scope)
    {
        foreach (var figure in scope.Figures.Where(figure => figure.Row.Contrast == RowCodes.LargestContrast))
        {
            var parts = Parts(scope.Figures, figure.Measure).Where(part => part.Distance is not null || part.Bootstrap is not null).ToList();
            var value = figure.Value!(scope.Cube);
            if (parts.Count == 0 || !double.IsFinite(value))
            {
                continue;
            }
            var confidence = 1 - (1 - scope.Options.Confidence) / parts.Count;
            var intervals = parts.Select(part => part.Distance?.Interval(confidence) is { } distance
                ? (distance.Low, distance.High) : part.Bootstrap!.Interval(confidence)).ToList();
            figure.Known = new Estimate
            {
                Value = value,
                Low = Math.Min(value, intervals.Max(one => Math.Max(0, Math.Max(one.Low, -one.High)))),
                High = Math.Max(value, intervals.Max(one => Math.Max(-one.Low, one.High))),
                Method = "simultaneousBootstrap",
            };
            figure.Bootstrap = null;
        }
    }

    private static List<int> Compared(Scope scope) => [.. scope.Focal.Where(group => scope.TooSmall(scope.Reference, group) is null)];

    private static IEnumerable<Figure> Parts(IEnumerable<Figure> figures, Measure measure) => figures.Where(figure =>
        figure.Measure == measure && figure.Row is { Level: null, Contrast: not (null or RowCodes.LargestContrast) }
        && (figure.Row.Basis, figure.Row.Aggregation) == (measure.Main.Basis, measure.Main.Aggregation) && figure.Value is not null);
}
