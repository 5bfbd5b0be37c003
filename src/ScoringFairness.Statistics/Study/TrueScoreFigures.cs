using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>PRMSE overall and by group, where some responses were rated twice.</summary>
internal static class TrueScoreFigures
{
    private const string Reason = "No response has two human ratings, or the true score does not vary.";

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
        var half = Distributions.NormalCritical(scope.Options.Confidence) * error;
        return new Figure
        {
            Row = row with
            {
                N = sums.Single + sums.Multiple,
                Denominators = new Dictionary<string, long> { ["ratedOnce"] = sums.Single, ["ratedTwiceOrMore"] = sums.Multiple },
            },
            Known = double.IsFinite(value)
                ? new Estimate
                {
                    Value = value,
                    Low = value - half,
                    High = value + half,
                    StandardError = error,
                    Method = "delta",
                    Note = scope.Clustered ? "Responses of one student are taken as independent here." : null,
                }
                : Estimate.Undefined(Reason),
            OverItems = true,
        };
    }
}
