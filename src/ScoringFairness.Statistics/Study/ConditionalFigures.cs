using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Mean machine scores of groups at the same human score, and how often the human agrees with a level that the machine gave.</summary>
internal static class ConditionalFigures
{
    private const string NoLevel = "No human level has enough responses of both groups.";
    /// <summary>A variance needs two.</summary>
    private const int LeastAtLevel = 2;

    public static IEnumerable<Figure> Of(Scope scope)
    {
        foreach (var focal in scope.Focal)
        {
            foreach (var figure in Means(scope, focal))
            {
                yield return scope.OfContrast(figure, scope.Reference, focal);
            }
        }
        for (var level = 0; level < scope.Cube.Levels; level++)
        {
            foreach (var figure in Predictive(scope, level))
            {
                yield return figure;
            }
        }
    }

    private static IEnumerable<Figure> Means(Scope scope, int focal)
    {
        var (cube, reference, measure) = (scope.Cube, scope.Reference, ConditionalMeasures.ConditionalMeanScoreDifference);
        for (var at = 0; at < cube.Levels; at++)
        {
            var level = at;
            var (one, other) = (JointMoments.At(cube, reference, level).Machine, JointMoments.At(cube, focal, level).Machine);
            yield return new Figure
            {
                Row = AtLevel(scope.RowOf(measure, reference, focal), level, (scope.Groups[reference], one.N), (scope.Groups[focal], other.N)),
                Value = drawn => ConditionalMeanScoreDifference.At(drawn, reference, focal, level),
                Known = Inference.Means.Welch(one, other, scope.Options.Confidence),
            };
        }
        var weighing = scope.Weighing;
        var levels = ConditionalMeanScoreDifference.Levels(cube, reference, focal, Math.Max(LeastAtLevel, scope.Options.MinCellSize));
        yield return new Figure
        {
            Row = scope.RowOf(measure, reference, focal) with
            {
                Denominators = new Dictionary<string, long> { [RowCodes.Levels] = cube.Levels, [RowCodes.LevelsDefined] = levels.Count },
                LevelsUsed = levels,
                LevelsLeftOut = [.. Enumerable.Range(0, cube.Levels).Except(levels)],
            },
            Value = drawn => ConditionalMeanScoreDifference.Over(drawn, reference, focal, levels, weighing),
            Known = Over(scope, focal, levels, weighing),
            OverItems = true,
        };
    }

    private static Estimate Over(Scope scope, int focal, IReadOnlyList<int> levels, IReadOnlyList<int> weighing)
    {
        if (levels.Count == 0)
        {
            return Estimate.Undefined(NoLevel);
        }
        var value = ConditionalMeanScoreDifference.Over(scope.Cube, scope.Reference, focal, levels, weighing);
        var (error, df) = ConditionalMeanScoreDifference.Uncertainty(scope.Cube, scope.Reference, focal, levels, weighing);
        if (error == 0)
        {
            return Estimate.WithoutSpread(value, "standardization", "The scores do not vary within the groups; there is nothing to test.");
        }
        return Estimate.OfT(value, error, df, scope.Options.Confidence, "standardization");
    }

    private static IEnumerable<Figure> Predictive(Scope scope, int level)
    {
        var confidence = scope.Options.Confidence;
        foreach (var group in scope.Everyone)
        {
            var rate = PositivePredictiveValue.Of(scope.Cube, group, level);
            yield return scope.OfGroup(
                new Figure
                {
                    Row = AtLevel(scope.RowOf(ConditionalMeasures.PositivePredictiveValue, group), level, (scope.Groups[group], rate.N)),
                    Value = cube => PositivePredictiveValue.Of(cube, group, level).Value,
                    Known = Proportions.Wilson(rate.Hits, rate.N, confidence),
                },
                group);
        }
        foreach (var focal in scope.Focal)
        {
            var (reference, one, other) =
                (scope.Reference, PositivePredictiveValue.Of(scope.Cube, scope.Reference, level), PositivePredictiveValue.Of(scope.Cube, focal, level));
            yield return scope.OfContrast(
                new Figure
                {
                    Row = AtLevel(
                        scope.RowOf(ConditionalMeasures.PositivePredictiveValueDifference, reference, focal), level,
                        (scope.Groups[reference], one.N), (scope.Groups[focal], other.N)),
                    Value = cube => PositivePredictiveValue.Of(cube, reference, level).Value - PositivePredictiveValue.Of(cube, focal, level).Value,
                    Known = Proportions.Difference(one.Hits, one.N, other.Hits, other.N, confidence),
                },
                reference, focal);
        }
    }

    private static MeasureRow AtLevel(MeasureRow row, int level, params ReadOnlySpan<(string Group, long N)> counts)
    {
        var denominators = new Dictionary<string, long>();
        foreach (var (group, n) in counts)
        {
            denominators.Add(group, n);
        }
        return row with { Level = level, Basis = RowCodes.Level, Denominators = denominators };
    }
}
