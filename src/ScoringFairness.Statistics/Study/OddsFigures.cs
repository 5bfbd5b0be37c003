using System.Text.Json;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Fairness: rates by level and by cut, their differences between groups, and the odds figures made of them.</summary>
internal static class OddsFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        foreach (var basis in Enum.GetValues<Basis>())
        {
            for (var level = OddsRates.First(basis); level < scope.Cube.Levels; level++)
            {
                foreach (var figure in Rates(scope, level, basis).Concat(scope.Focal.SelectMany(focal => Contrasts(scope, focal, level, basis))))
                {
                    yield return figure;
                }
            }
        }
        foreach (var focal in scope.Focal)
        {
            foreach (var figure in Over(scope, focal))
            {
                yield return figure;
            }
        }
    }

    private static IEnumerable<Figure> Rates(Scope scope, int level, Basis basis)
    {
        foreach (var (measure, rate) in Both)
        {
            var all = OfAll(scope.Cube);
            yield return new Figure
            {
                Row = At(scope.Row(measure), level, basis, new() { ["all"] = all.N }),
                Value = cube => OfAll(cube).Value,
                Known = Proportions.Wilson(all.Hits, all.N, scope.Options.Confidence),
            };
            foreach (var group in scope.Everyone)
            {
                var own = rate(OddsRates.Of(scope.Cube, group, level, basis));
                yield return scope.OfGroup(
                    new Figure
                    {
                        Row = At(scope.RowOf(measure, group), level, basis, Counts((scope.Groups[group], own))),
                        Value = cube => rate(OddsRates.Of(cube, group, level, basis)).Value,
                        Known = Proportions.Wilson(own.Hits, own.N, scope.Options.Confidence),
                    },
                    group);
            }

            Rate OfAll(CountCube cube)
            {
                var sum = default(Rate);
                for (var group = 0; group < cube.Groups; group++)
                {
                    sum += rate(OddsRates.Of(cube, group, level, basis));
                }
                return sum;
            }
        }
    }

    private static IEnumerable<Figure> Contrasts(Scope scope, int focal, int level, Basis basis)
    {
        var reference = scope.Reference;
        var (one, other) = (OddsRates.Of(scope.Cube, reference, level, basis), OddsRates.Of(scope.Cube, focal, level, basis));
        foreach (var (measure, rate) in Differences.Where(difference =>
            basis == Basis.Cut || difference.Measure != FairnessMeasures.DemographicParityDifference))
        {
            var (first, second) = (rate(one), rate(other));
            yield return scope.OfContrast(
                new Figure
                {
                    Row = At(
                        scope.RowOf(measure, reference, focal), level, basis, Counts((scope.Groups[reference], first), (scope.Groups[focal], second))),
                    Value = cube => rate(OddsRates.Of(cube, reference, level, basis)).Value - rate(OddsRates.Of(cube, focal, level, basis)).Value,
                    Known = Proportions.Difference(first.Hits, first.N, second.Hits, second.N, scope.Options.Confidence),
                },
                reference, focal);
        }
        foreach (var aggregation in (string[])[RowCodes.Mean, RowCodes.Max])
        {
            yield return scope.OfContrast(
                new Figure
                {
                    Row = At(
                        scope.RowOf(FairnessMeasures.EqualizedOdds, reference, focal), level, basis,
                        new()
                        {
                            [$"{FairnessMeasures.TruePositiveRate.Code}.{scope.Groups[reference]}"] = one.TruePositive.N,
                            [$"{FairnessMeasures.TruePositiveRate.Code}.{scope.Groups[focal]}"] = other.TruePositive.N,
                            [$"{FairnessMeasures.FalsePositiveRate.Code}.{scope.Groups[reference]}"] = one.FalsePositive.N,
                            [$"{FairnessMeasures.FalsePositiveRate.Code}.{scope.Groups[focal]}"] = other.FalsePositive.N,
                        },
                        aggregation),
                    Value = cube => EqualizedOdds.At(cube, reference, focal, level, basis) is var (mean, max) && aggregation == RowCodes.Mean ? mean : max,
                    Permuted = focal,
                    Distance = new[] { one, other }.All(rates => rates.TruePositive.N > 0 && rates.FalsePositive.N > 0)
                        ? Distance.OfOdds(scope, focal, basis, [level], aggregation == RowCodes.Max, isJudged: false)
                        : null,
                    Reason = Missing(scope, one, other, focal),
                },
                reference, focal);
        }
    }

    /// <summary>What is joined over levels.</summary>
    public static IEnumerable<Figure> Over(Scope scope, int focal)
    {
        var reference = scope.Reference;
        var least = Math.Max(1, scope.Options.MinCellSize);
        foreach (var basis in Enum.GetValues<Basis>())
        {
            var levels = EqualizedOdds.Levels(scope.Cube, reference, focal, basis, least);
            foreach (var aggregation in (string[])[RowCodes.Mean, RowCodes.Max])
            {
                yield return scope.OfContrast(
                    new Figure
                    {
                        Row = Over(scope.RowOf(FairnessMeasures.EqualizedOdds, reference, focal), scope, levels, OddsRates.First(basis)) with
                        {
                            Basis = Name(basis),
                            Aggregation = aggregation,
                        },
                        Value = cube => EqualizedOdds.Over(cube, reference, focal, basis, levels) is var (mean, max)
                            && aggregation == RowCodes.Mean ? mean : max,
                        Permuted = focal,
                        OverItems = true,
                        Judged = true,
                        Distance = levels.Count > 0 ? Distance.OfOdds(scope, focal, basis, levels, aggregation == RowCodes.Max, isJudged: true) : null,
                        Reason = $"No level has {least} responses in all four denominators (minCellSize).",
                    },
                    reference, focal);
            }
        }
        var human = EqualizedOddsTotalVariation.Levels(scope.Cube, reference, focal, least);
        yield return scope.OfContrast(
            new Figure
            {
                Row = Over(scope.RowOf(FairnessMeasures.EqualizedOddsTotalVariation, reference, focal), scope, human, 0),
                Value = cube => EqualizedOddsTotalVariation.Of(cube, reference, focal, human),
                Permuted = focal,
                OverItems = true,
                Judged = true,
                Distance = human.Count > 0 ? Distance.OfTotalVariation(scope, focal, human) : null,
                Reason = $"No human level has {least} responses of both groups (minCellSize).",
            },
            reference, focal);
    }

    private static (Measure Measure, Func<OddsRates, Rate> Rate)[] Both { get; } =
    [
        (FairnessMeasures.TruePositiveRate, rates => rates.TruePositive), (FairnessMeasures.FalsePositiveRate, rates => rates.FalsePositive),
    ];

    private static (Measure Measure, Func<OddsRates, Rate> Rate)[] Differences { get; } =
    [
        (FairnessMeasures.TruePositiveRateDifference, rates => rates.TruePositive),
        (FairnessMeasures.FalsePositiveRateDifference, rates => rates.FalsePositive),
        (FairnessMeasures.DemographicParityDifference, rates => rates.Selection),
    ];

    private static string Name(Basis basis) => JsonNamingPolicy.CamelCase.ConvertName(basis.ToString());

    private static MeasureRow At(MeasureRow row, int level, Basis basis, Dictionary<string, long> denominators, string? aggregation = null) =>
        row with { Level = level, Basis = Name(basis), Denominators = denominators, Aggregation = aggregation };

    private static Dictionary<string, long> Counts(params ReadOnlySpan<(string Group, Rate Rate)> rates)
    {
        var counts = new Dictionary<string, long>();
        foreach (var (group, rate) in rates)
        {
            counts.Add(group, rate.N);
        }
        return counts;
    }

    private static MeasureRow Over(MeasureRow row, Scope scope, IReadOnlyList<int> levels, int first)
    {
        int[] all = [.. Enumerable.Range(first, scope.Cube.Levels - first)];
        return row with
        {
            Denominators = new Dictionary<string, long> { [RowCodes.Levels] = all.Length, [RowCodes.LevelsDefined] = levels.Count },
            LevelsUsed = levels,
            LevelsLeftOut = [.. all.Except(levels)],
        };
    }

    private static string Missing(Scope scope, OddsRates one, OddsRates other, int focal)
    {
        var groups = new[] { (scope.Groups[scope.Reference], one), (scope.Groups[focal], other) };
        return string.Join(' ', groups.SelectMany(group => new[]
        {
            group.Item2.TruePositive.N == 0
                ? $"Group '{group.Item1}' has no response with that human score: its true positive rate has the denominator 0."
                : null,
            group.Item2.FalsePositive.N == 0
                ? $"Group '{group.Item1}' has no response with another human score: its false positive rate has the denominator 0."
                : null,
        }).OfType<string>());
    }
}
