using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

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
        foreach (var (measure, keys, value) in Contrasts.Where(contrast => !scope.IsHuman || contrast.Measure == MeasureCodes.MeanScoreGap))
        {
            yield return new Figure
            {
                Row = keys(scope.Row(measure)) with
                {
                    Contrast = MeasureRow.LargestContrast,
                    Note = "Largest absolute value of the contrasts with the reference group: biased upward in small samples.",
                },
                Value = cube => focal.Max(group => Math.Abs(value(cube, scope.Reference, group))),
                OverItems = true,
                Reason = "A contrast is undefined.",
            };
        }
    }

    private static (string Measure, Func<MeasureRow, MeasureRow> Keys, Func<CountCube, int, int, double> Value)[] Contrasts { get; } =
    [
        (MeasureCodes.AccuracyDifference, Max, (cube, reference, focal) => Accuracy.Of(cube, reference).Value - Accuracy.Of(cube, focal).Value),
        (MeasureCodes.MeanScoreGap, Max, MeanScoreGap.Of),
        (MeasureCodes.MeanScoreGapChange, Max, MeanScoreGapChange.Of),
        (MeasureCodes.EqualizedOdds, row => row with { Aggregation = RowCodes.Mean, Basis = RowCodes.Level },
            (cube, reference, focal) => EqualizedOdds.Over(cube, reference, focal, Basis.Level).Mean),
    ];

    private static MeasureRow Max(MeasureRow row) => row with { Aggregation = RowCodes.Max };
}
