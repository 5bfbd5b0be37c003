using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// Splits of one scorer against the baseline split on the same responses: exact McNemar test (mid-p), paired bootstrap, and
/// equivalence by two one-sided tests (Schuirmann 1987), because a large p is no evidence of no difference.
/// </summary>
internal static class SplitComparisons
{
    /// <summary>The figures of a scope of the baseline split.</summary>
    /// <param name="scope">The baseline's scope.</param>
    /// <param name="pairs">Who was right, of this scope's item or of all.</param>
    /// <param name="scopeOf">The same scope of another scorer by its number.</param>
    /// <param name="scorers">The scorers.</param>
    public static IEnumerable<Figure> Of(
        Scope scope, IEnumerable<PairedCount> pairs, Func<int, Scope> scopeOf, IReadOnlyList<StudyScorer> scorers)
    {
        foreach (var other in pairs.GroupBy(pair => pair.Second).OrderBy(pair => pair.Key))
        {
            var split = scorers[other.Key].Split;
            foreach (var figure in Two(scope, scope.Row(BiasMeasures.SplitAccuracyDifference), [.. other], split, scopeOf(other.Key), group: null))
            {
                yield return figure;
            }
            foreach (var group in scope.Everyone)
            {
                var own = other.Where(pair => pair.Group == group).ToList();
                foreach (var figure in Two(scope, scope.RowOf(BiasMeasures.SplitAccuracyDifference, group), own, split, scopeOf(other.Key), group))
                {
                    yield return scope.OfGroup(figure, group);
                }
            }
        }
    }

    private static IEnumerable<Figure> Two(
        Scope scope, MeasureRow row, IReadOnlyList<PairedCount> pairs, string? split, Scope other, int? group)
    {
        long[] table =
        [
            Count(pairs, first: true, second: true), Count(pairs, first: true, second: false),
            Count(pairs, first: false, second: true), Count(pairs, first: false, second: false),
        ];
        var n = table.Sum();
        row = row with
        {
            ComparedWith = split,
            N = n,
            Denominators = new Dictionary<string, long> { [$"onlyRight.{scope.Scorer.Split}"] = table[1], [$"onlyRight.{split}"] = table[2] },
        };
        if (n == 0)
        {
            yield return new Figure { Row = row, Known = Estimate.Undefined("No response was scored by both splits."), OverItems = true };
            yield break;
        }
        var draws = scope.Clustered && Accuracy(scope, group) is { } one && Accuracy(other, group) is { } two
            ? Draws.Difference(one, two)
            : Paired(scope, table, n, split, group);
        var (low, high) = draws.Interval(scope.Options.Confidence);
        var difference = (double)(table[1] - table[2]) / n;
        yield return new Figure
        {
            Row = row,
            Known = new Estimate
            {
                Value = difference,
                Low = low,
                High = high,
                StandardError = draws.Deviation,
                Method = scope.Clustered ? BootstrapMethod.OfStudents : BootstrapMethod.OfCounts,
                Test = "mcnemarMidP",
                Statistic = table[1] - table[2],
                PValue = McNemar.MidP(table[1], table[2]),
                Note = scope.Clustered ? "The test takes responses of one student as independent." : null,
            },
            OverItems = true,
            Judged = true,
        };
        if (scope.Options.Tolerances.TryGetValue(BiasMeasures.SplitAccuracyDifference.Code, out var tolerance))
        {
            yield return new Figure
            {
                Row = row with { Measure = BiasMeasures.SplitAccuracyEquivalence.Code, Tolerance = tolerance, Bound = Bound.Tolerance },
                Known = Equivalence.Of(difference, draws.Deviation, tolerance, scope.Options.Confidence),
            };
        }
    }

    private static Draws? Accuracy(Scope scope, int? group) => scope.Figures.FirstOrDefault(figure =>
        figure.Row.Measure == BiasMeasures.Accuracy.Code && figure.Row.Group == (group is { } one ? scope.Groups[one] : null))?.Bootstrap;

    private static Draws Paired(Scope scope, long[] table, long n, string? split, int? group)
    {
        var purpose = RandomStream.Purpose(
            scope.Options.Seed, "pairs", scope.Scorer.Name, scope.Scorer.Split, split, scope.ItemId, group is { } one ? scope.Groups[one] : null);
        return Draws.Of(scope.Options.BootstrapDraws, purpose, draw =>
        {
            Span<long> drawn = stackalloc long[table.Length];
            var random = draw;
            CountBootstrap.Multinomial(ref random, table, n, drawn);
            return (double)(drawn[1] - drawn[2]) / n;
        });
    }

    private static long Count(IReadOnlyList<PairedCount> pairs, bool first, bool second) =>
        pairs.Where(pair => pair.FirstCorrect == first && pair.SecondCorrect == second).Sum(pair => pair.Count);
}
