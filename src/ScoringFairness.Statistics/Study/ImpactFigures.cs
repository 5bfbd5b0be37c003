using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>The impact ratio of every group that is large enough, among these.</summary>
internal static class ImpactFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        IReadOnlyList<int> groups = [.. scope.Everyone.Where(group => scope.TooSmall(group) is null)];
        var median = ImpactRatio.Median(scope.Cube);
        var score = scope.Cube.Scale.Minimum + median * scope.Cube.Scale.Step;
        foreach (var group in scope.Everyone)
        {
            yield return scope.OfGroup(
                new Figure
                {
                    Row = scope.RowOf(ConditionalMeasures.ImpactRatio, group) with
                    {
                        Note = string.Create(CultureInfo.InvariantCulture,
                            $"Share of scores that lie, brought onto the scale, above the median {score:0.####}, over the largest such share."),
                    },
                    Value = cube => ImpactRatio.Of(cube, group, groups),
                    Judged = true,
                    Reason = "No group has a score above the median.",
                },
                group);
        }
    }
}
