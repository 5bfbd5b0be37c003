using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Bias: accuracy, and its difference between groups.</summary>
internal static class AccuracyFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        var confidence = scope.Options.Confidence;
        var all = scope.Everyone.Select(group => Accuracy.Of(scope.Cube, group)).Aggregate((one, other) => one + other);
        yield return new Figure
        {
            Row = scope.Row(BiasMeasures.Accuracy),
            Value = cube => scope.Everyone.Select(group => Accuracy.Of(cube, group)).Aggregate((one, other) => one + other).Value,
            Known = Proportions.Wilson(all.Hits, all.N, confidence),
            OverItems = true,
        };
        foreach (var group in scope.Everyone)
        {
            var rate = Accuracy.Of(scope.Cube, group);
            yield return scope.OfGroup(
                new Figure
                {
                    Row = scope.RowOf(BiasMeasures.Accuracy, group),
                    Value = cube => Accuracy.Of(cube, group).Value,
                    Known = Proportions.Wilson(rate.Hits, rate.N, confidence),
                    OverItems = true,
                },
                group);
        }
        foreach (var focal in scope.Focal)
        {
            var (one, other) = (Accuracy.Of(scope.Cube, scope.Reference), Accuracy.Of(scope.Cube, focal));
            yield return scope.OfContrast(
                new Figure
                {
                    Row = scope.RowOf(BiasMeasures.AccuracyDifference, scope.Reference, focal),
                    Value = cube => Accuracy.Of(cube, scope.Reference).Value - Accuracy.Of(cube, focal).Value,
                    Known = Proportions.Difference(one.Hits, one.N, other.Hits, other.N, confidence),
                    OverItems = true,
                    Judged = true,
                },
                scope.Reference, focal);
        }
    }
}
