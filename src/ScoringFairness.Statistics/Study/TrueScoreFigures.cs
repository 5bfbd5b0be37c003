using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>PRMSE overall and by group, where some responses were rated twice.</summary>
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
        foreach (var group in scope.Everyone)
        {
            yield return scope.OfGroup(One(scope.RowOf(AgreementMeasures.Prmse, group), ratings[group], scope), group);
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

    private static string? Missing(RatingSums sums, double value) =>
        sums.Multiple < ProportionalReduction.LeastRatedTwice
            ? string.Create(CultureInfo.InvariantCulture, $"Fewer than {ProportionalReduction.LeastRatedTwice} responses have two human ratings: ")
                + "how much raters err is not known well enough for an interval that holds."
        : !double.IsFinite(value) ? NoVariation
        : value >= 1 ? Impossible
        : null;
}
