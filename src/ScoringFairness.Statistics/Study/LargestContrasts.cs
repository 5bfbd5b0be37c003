using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Statistics.Study;

/// <summary>With three groups or more: the largest absolute contrast with the reference, beside each contrast of its own.</summary>
internal static class LargestContrasts
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        var focal = scope.Focal.Where(group => scope.TooSmall(scope.Reference, group) is null).ToList();
        if (focal.Count < 2)
        {
            yield break;
        }
        foreach (var measure in MeasureCatalogue.All.Where(measure => measure.Contrast is not null && (!scope.IsHuman || measure.IsOfHuman)))
        {
            yield return new Figure
            {
                Row = scope.Row(measure) with
                {
                    Basis = measure.Main.Basis,
                    Aggregation = measure.Main.Aggregation ?? RowCodes.Max,
                    Contrast = RowCodes.LargestContrast,
                    Note = "Largest absolute value of the contrasts with the reference group: biased upward in small samples.",
                },
                Value = cube => focal.Max(group => Math.Abs(measure.Contrast!(cube, scope.Reference, group))),
                OverItems = true,
                Reason = "A contrast is undefined.",
            };
        }
    }
}
