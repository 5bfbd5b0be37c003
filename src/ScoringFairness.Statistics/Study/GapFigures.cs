using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Disparity: mean scores, their gap between groups, and what the scorer adds to it. The human's scope has the human's.</summary>
internal static class GapFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        var confidence = scope.Options.Confidence;
        yield return new Figure
        {
            Row = scope.Row(MeasureCodes.MeanScore),
            Value = cube => JointMoments.Of(cube).Machine.Mean,
            Known = Means.Student(JointMoments.Of(scope.Cube).Machine, confidence),
            OverItems = true,
        };
        foreach (var group in scope.Everyone)
        {
            yield return scope.OfGroup(
                new Figure
                {
                    Row = scope.RowOf(MeasureCodes.MeanScore, group),
                    Value = cube => JointMoments.Of(cube, group).Machine.Mean,
                    Known = Means.Student(JointMoments.Of(scope.Cube, group).Machine, confidence),
                    OverItems = true,
                },
                group);
        }
        foreach (var figure in scope.Focal.SelectMany(focal => OfContrast(scope, scope.Reference, focal, confidence)))
        {
            yield return figure;
        }
    }

    private static IEnumerable<Figure> OfContrast(Scope scope, int reference, int focal, double confidence)
    {
        var (one, other) = (JointMoments.Of(scope.Cube, reference), JointMoments.Of(scope.Cube, focal));
        yield return scope.OfContrast(
            new Figure
            {
                Row = scope.RowOf(MeasureCodes.MeanScoreGap, reference, focal),
                Value = cube => MeanScoreGap.Of(cube, reference, focal),
                Known = Means.Welch(one.Machine, other.Machine, confidence),
                OverItems = true,
                Judged = !scope.IsHuman,
            },
            reference, focal);
        yield return scope.OfContrast(
            new Figure
            {
                Row = scope.RowOf(MeasureCodes.StandardizedMeanScoreGap, reference, focal),
                Value = cube => MeanScoreGap.Standardized(cube, reference, focal),
                OverItems = true,
                Reason = "The human scores do not vary within the groups.",
            },
            reference, focal);
        if (!scope.IsHuman)
        {
            yield return scope.OfContrast(
                new Figure
                {
                    Row = scope.RowOf(MeasureCodes.MeanScoreGapChange, reference, focal),
                    Value = cube => MeanScoreGapChange.Of(cube, reference, focal),
                    Known = Means.Welch(one.Error, other.Error, confidence),
                    OverItems = true,
                    Judged = true,
                },
                reference, focal);
        }
    }
}
