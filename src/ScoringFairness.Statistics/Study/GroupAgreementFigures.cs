using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Large errors of two groups set against each other.</summary>
internal static class GroupAgreementFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        var reference = scope.Reference;
        foreach (var focal in scope.Focal)
        {
            var (one, other) = (LargeErrors.Of(scope.Cube, reference), LargeErrors.Of(scope.Cube, focal));
            yield return scope.OfContrast(
                new Figure
                {
                    Row = scope.RowOf(GroupAgreementMeasures.LargeErrorRateDifference, reference, focal),
                    Value = cube => LargeErrors.Of(cube, reference).Value - LargeErrors.Of(cube, focal).Value,
                    Known = one.N == 0 || other.N == 0
                        ? Estimate.Undefined(GroupAgreementMeasures.NoLargeError)
                        : Proportions.Difference(one.Hits, one.N, other.Hits, other.N, scope.Options.Confidence),
                    OverItems = true,
                },
                reference, focal);
        }
    }
}
