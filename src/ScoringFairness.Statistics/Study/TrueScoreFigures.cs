using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>PRMSE overall, by group, and of two groups set against each other, where some responses were rated twice.</summary>
internal static class TrueScoreFigures
{
    private const string NoVariation = "The true score does not vary.";
    private const string Impossible =
        "The estimate is 1 or more, which a proportion cannot be: the raters differ by more than machine and human do, so more double ratings are needed.";

    /// <param name="scope">The scope.</param>
    /// <param name="ratings">Sums of the ratings by group.</param>
    public static IEnumerable<Figure> Of(Scope scope, IReadOnlyList<RatingSums> ratings)
    {
        var all = new RatingSums();
        foreach (var sums in ratings)
        {
            all.AddAll(sums);
        }
        yield return One(scope.Row(AgreementMeasures.Prmse), all, scope);
        var groups = scope.Everyone.Select(group => One(scope.RowOf(AgreementMeasures.Prmse, group), ratings[group], scope)).ToList();
        foreach (var (group, figure) in groups.Index())
        {
            yield return scope.OfGroup(figure, group);
        }
        foreach (var focal in scope.Focal)
        {
            yield return scope.OfContrast(Difference(scope, focal, groups[scope.Reference].Known!, groups[focal].Known!), scope.Reference, focal);
        }
    }

    private static Figure One(MeasureRow row, RatingSums sums, Scope scope)
    {
        var value = sums.Multiple == 0 ? double.NaN : ProportionalReduction.Of(sums.Sums).Value;
        var error = double.IsFinite(value) ? ProportionalReduction.StandardError(sums) : double.NaN;
        var (low, high) = ProportionalReduction.Interval(value, error, Distributions.NormalCritical(scope.Options.Confidence));
        return new Figure
        {
            Row = row with
            {
                N = sums.Single + sums.Multiple,
                Denominators = new Dictionary<string, long> { ["ratedOnce"] = sums.Single, ["ratedTwiceOrMore"] = sums.Multiple },
            },
            Known = Missing(sums, value) is { } reason
                ? Estimate.Undefined(reason)
                : new Estimate
                {
                    Value = value,
                    Low = low,
                    High = high,
                    StandardError = error,
                    Method = "deltaOfLog",
                    Note = scope.Clustered ? "Responses of one student are taken as independent here." : null,
                },
            OverItems = true,
        };
    }

    /// <summary>
    /// The difference of two independent groups, with the interval that their own intervals make (MOVER) and the test of their
    /// log(1 − PRMSE), in which each estimate is nearly normal.
    /// </summary>
    private static Figure Difference(Scope scope, int focal, Estimate one, Estimate other)
    {
        var row = scope.RowOf(GroupAgreementMeasures.PrmseDifference, scope.Reference, focal);
        if (IntervalDifference.Of(Ends(other), Ends(one)) is not { } difference)
        {
            var missing = double.IsFinite(one.Value) ? (scope.Groups[focal], other) : (scope.Groups[scope.Reference], one);
            return new Figure { Row = row, Known = Estimate.Undefined($"Group '{missing.Item1}': {missing.Item2.Note}"), OverItems = true };
        }
        var error = Math.Sqrt(Square(one.StandardError) + Square(other.StandardError));
        var z = Math.Log((1 - other.Value) / (1 - one.Value))
            / Math.Sqrt(Square(one.StandardError / (1 - one.Value)) + Square(other.StandardError / (1 - other.Value)));
        return new Figure
        {
            Row = row,
            Known = new Estimate
            {
                Value = difference.Value,
                Low = difference.Low,
                High = difference.High,
                StandardError = error,
                Method = "mover",
                Test = "zOfLog",
                Statistic = z,
                PValue = Distributions.NormalTwoSided(z),
                Note = one.Note,
            },
            OverItems = true,
        };

        static (double?, double?, double?) Ends(Estimate of) => (Finite(of.Value), Finite(of.Low), Finite(of.High));

        static double? Finite(double value) => double.IsFinite(value) ? value : null;

        static double Square(double value) => value * value;
    }

    private static string? Missing(RatingSums sums, double value) =>
        sums.Multiple < ProportionalReduction.LeastRatedTwice
            ? string.Create(CultureInfo.InvariantCulture, $"Fewer than {ProportionalReduction.LeastRatedTwice} responses have two human ratings: ")
                + "how much raters err is not known well enough for an interval that holds."
        : !double.IsFinite(value) ? NoVariation
        : value >= 1 ? Impossible
        : null;
}
