using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>How scores change where words are put in each other's place: by direction, overall, by group, and one group less another.</summary>
internal static class SwapFigures
{
    /// <summary>The figures of a scope; n counts responses that hold such words.</summary>
    public static IEnumerable<Figure> Of(Scope scope, IReadOnlyList<SwappedResponse> swapped)
    {
        foreach (var direction in swapped.GroupBy(one => one.Direction).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var own = direction.Where(one => scope.Item is null || one.Item == scope.Item).ToList();
            var sizes = scope.Everyone.ToDictionary(group => group, group => own.Count(one => one.Group == group));
            foreach (var measure in SwapMeasures.All)
            {
                yield return Figure(
                    Row(scope.Row(measure), scope.Everyone),
                    own.Select(one => one.Student).Distinct().Skip(1).Any() ? null : "Fewer than two students used such words.",
                    () => Estimated(measure, scope.Everyone));
                foreach (var group in scope.Everyone)
                {
                    yield return Figure(Row(scope.RowOf(measure, group), [group]), TooFew(group), () => Estimated(measure, [group]));
                }
            }
            foreach (var focal in scope.Focal)
            {
                yield return Figure(
                    Row(scope.RowOf(SwapMeasures.SwapScoreChange, scope.Reference, focal), [scope.Reference, focal]),
                    TooFew(scope.Reference) ?? TooFew(focal),
                    () => Mean(SwapMeasures.SwapScoreChange, [scope.Reference])
                        .Less(Mean(SwapMeasures.SwapScoreChange, [focal]), scope.Options.Confidence));
            }

            MeasureRow Row(MeasureRow row, IReadOnlyList<int> groups) => row with
            {
                Direction = direction.Key,
                N = groups.Sum(group => sizes[group]),
                NByGroup = groups.ToDictionary(group => scope.Groups[group], group => (long)sizes[group]),
                Form = null,
            };

            string? TooFew(int group) => scope.TooSmall(group) ?? (sizes[group] < Math.Max(2, scope.Options.MinGroupSize)
                ? string.Create(CultureInfo.InvariantCulture,
                    $"Group '{scope.Groups[group]}' has fewer responses that hold such words than the {scope.Options.MinGroupSize} asked for (minGroupSize).")
                : null);

            ClusteredMean Mean(Measure measure, IReadOnlyList<int> groups) => new(
            [
                .. own.Where(one => groups.Contains(one.Group))
                    .Select(one => (one.Student, measure == SwapMeasures.SwapScoreChange ? one.Change : one.LevelChanged ? 1 : 0)),
            ]);

            Estimate Estimated(Measure measure, IReadOnlyList<int> groups) => measure == SwapMeasures.SwapScoreChange
                ? Mean(measure, groups).Mean(scope.Options.Confidence)
                : Mean(measure, groups).Share(scope.Options.Confidence);
        }
    }

    private static Figure Figure(MeasureRow row, string? undefined, Func<Estimate> estimate) => new()
    {
        Row = row,
        Known = undefined is null ? estimate() : Estimate.Undefined(undefined),
        OverItems = true,
    };
}
