using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Agreement of machine and human, overall and by group: every measure of the catalogue whose form is of scores or rates.</summary>
internal static class AgreementFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        foreach (var figure in Of(scope, scope.Everyone, scope.Row))
        {
            yield return figure;
        }
        foreach (var group in scope.Everyone)
        {
            foreach (var figure in Of(scope, [group], measure => scope.RowOf(measure, group)))
            {
                yield return scope.OfGroup(figure, group);
            }
            yield return scope.OfGroup(
                new Figure
                {
                    Row = scope.RowOf(AgreementMeasures.Dsm, group),
                    Value = cube => JointMoments.Of(cube) is var all
                        ? DifferenceOfStandardizedMeans.Of(JointMoments.Of(cube, group), all.Human, all.Machine)
                        : double.NaN,
                    OverItems = true,
                    Judged = true,
                    Reason = "The human or the machine scores do not vary.",
                },
                group);
        }
    }

    /// <summary>The moments of some groups together.</summary>
    public static JointMoments Sum(CountCube cube, IReadOnlyList<int> groups)
    {
        var sum = default(JointMoments);
        for (var at = 0; at < groups.Count; at++)
        {
            sum += JointMoments.Of(cube, groups[at]);
        }
        return sum;
    }

    private static IEnumerable<Figure> Of(Scope scope, IReadOnlyList<int> groups, Func<Measure, MeasureRow> row) =>
    [
        .. Shaped<MeasureForm.OfMoments>().Select(one => Resampled(one.Measure, row, cube => one.Form.Value(Sum(cube, groups)))),
        .. Shaped<MeasureForm.OfCounts>().Select(one => Resampled(one.Measure, row, cube => one.Form.Value(cube, groups))),
        .. Shaped<MeasureForm.OfRate>().Select(one => OfRate(scope, groups, row(one.Measure), one.Form.Rate)),
    ];

    private static IEnumerable<(Measure Measure, TForm Form)> Shaped<TForm>()
        where TForm : MeasureForm => MeasureCatalogue.All.Where(measure => measure.Form is TForm).Select(measure => (measure, (TForm)measure.Form!));

    private static Figure Resampled(Measure measure, Func<Measure, MeasureRow> row, Func<CountCube, double> value) => new()
    {
        Row = row(measure),
        Value = value,
        OverItems = true,
        Judged = measure.IsJudged,
        Reason = measure.Form!.Reason,
    };

    private static Figure OfRate(Scope scope, IReadOnlyList<int> groups, MeasureRow row, Func<CountCube, int, Rate> rate)
    {
        var all = OfAll(scope.Cube);
        return new Figure
        {
            Row = row,
            Value = cube => OfAll(cube).Value,
            Known = Proportions.Wilson(all.Hits, all.N, scope.Options.Confidence),
            OverItems = true,
        };

        Rate OfAll(CountCube cube)
        {
            var sum = default(Rate);
            for (var at = 0; at < groups.Count; at++)
            {
                sum += rate(cube, groups[at]);
            }
            return sum;
        }
    }
}
