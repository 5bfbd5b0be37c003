using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// Disparity: mean scores, and every measure of the catalogue whose form is a contrast, such as their gap between groups and what
/// the scorer adds to it. The human's scope has the human's.
/// </summary>
internal static class GapFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        var confidence = scope.Options.Confidence;
        yield return new Figure
        {
            Row = scope.Row(DisparityMeasures.MeanScore),
            Value = cube => JointMoments.Of(cube).Machine.Mean,
            Known = Means.Student(JointMoments.Of(scope.Cube).Machine, confidence),
            OverItems = true,
        };
        foreach (var group in scope.Everyone)
        {
            yield return scope.OfGroup(
                new Figure
                {
                    Row = scope.RowOf(DisparityMeasures.MeanScore, group),
                    Value = cube => JointMoments.Of(cube, group).Machine.Mean,
                    Known = Means.Student(JointMoments.Of(scope.Cube, group).Machine, confidence),
                    OverItems = true,
                },
                group);
        }
        foreach (var focal in scope.Focal)
        {
            foreach (var measure in MeasureCatalogue.All.Where(measure => !scope.IsHuman || measure.IsOfHuman))
            {
                if (OfContrast(measure, scope, focal) is { } figure)
                {
                    yield return scope.OfContrast(figure, scope.Reference, focal);
                }
            }
        }
    }

    private static Figure? OfContrast(Measure measure, Scope scope, int focal)
    {
        var reference = scope.Reference;
        return measure.Form switch
        {
            MeasureForm.OfMeans form => Make(form.Value, form.Reason, Means.Welch(
                form.Scores(JointMoments.Of(scope.Cube, reference)), form.Scores(JointMoments.Of(scope.Cube, focal)), scope.Options.Confidence)),
            MeasureForm.OfContrast form => Make(form.Value, form.Reason, known: null),
            _ => null,
        };

        Figure Make(Func<CountCube, int, int, double> value, string reason, Estimate? known) => new()
        {
            Row = scope.RowOf(measure, reference, focal),
            Value = cube => value(cube, reference, focal),
            Known = known,
            OverItems = true,
            Judged = measure.IsJudged && !scope.IsHuman,
            Reason = reason,
        };
    }
}
