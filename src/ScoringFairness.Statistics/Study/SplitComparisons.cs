using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// Splits of one scorer against the baseline split on the same responses: exact McNemar test (mid-p), Tango's score interval, and
/// equivalence by two one-sided score tests, because a large p is no evidence of no difference.
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
        var draws = Accuracy(scope, group) is { } one && Accuracy(other, group) is { } two ? Draws.Difference(one, two) : null;
        var effect = scope.Clustered && draws is not null ? DesignEffect.Of(draws, PairedProportions.Variance(table[1], table[2], n)) : 1;
        var compared = new PairedProportions(table[1], table[2], n, effect);
        yield return new Figure
        {
            Row = row,
            Known = Difference(compared, table, scope, effect),
            Bootstrap = draws,
            OverItems = true,
            Judged = true,
        };
        if (scope.Options.Tolerances.TryGetValue(BiasMeasures.SplitAccuracyDifference.Code, out var tolerance))
        {
            yield return new Figure
            {
                Row = row with { Measure = BiasMeasures.SplitAccuracyEquivalence.Code, Tolerance = tolerance, Bound = Bound.Tolerance },
                Known = Equivalence(compared, tolerance, scope.Options.Confidence),
            };
        }
    }

    private static Estimate Difference(PairedProportions compared, long[] table, Scope scope, double effect)
    {
        var (low, high) = compared.Interval(scope.Options.Confidence);
        var (z, p) = compared.Equality();
        return new Estimate
        {
            Value = compared.Difference,
            Low = low,
            High = high,
            StandardError = (high - low) / 2 / Distributions.NormalCritical(scope.Options.Confidence),
            Method = "tango",
            Test = scope.Clustered ? "tangoScore" : "mcnemarMidP",
            Statistic = scope.Clustered ? z : table[1] - table[2],
            PValue = scope.Clustered ? p : McNemar.MidP(table[1], table[2]),
            Note = scope.Clustered
                ? FormattableString.Invariant($"Some students gave several responses: counts are divided by their design effect, {effect:0.00}.")
                : null,
        };
    }

    private static Estimate Equivalence(PairedProportions compared, double tolerance, double confidence)
    {
        // The interval that goes with two one-sided tests at α has coverage 1 − 2α.
        var coverage = 2 * confidence - 1;
        var (low, high) = compared.Interval(coverage);
        var (z, p) = compared.Equivalence(tolerance);
        return new Estimate
        {
            Value = compared.Difference,
            Low = low,
            High = high,
            Confidence = coverage,
            Method = "tango",
            Test = "tost",
            Statistic = z,
            PValue = p,
            Note = FormattableString.Invariant($"A small p says that the difference lies inside ±{tolerance}."),
        };
    }

    private static Draws? Accuracy(Scope scope, int? group) => scope.Figures.FirstOrDefault(figure =>
        figure.Row.Measure == BiasMeasures.Accuracy.Code && figure.Row.Group == (group is { } one ? scope.Groups[one] : null))?.Bootstrap;

    private static long Count(IReadOnlyList<PairedCount> pairs, bool first, bool second) =>
        pairs.Where(pair => pair.FirstCorrect == first && pair.SecondCorrect == second).Sum(pair => pair.Count);
}
