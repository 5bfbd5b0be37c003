using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Tests.Study;

public sealed class RowJudgementTests
{
    [Theory]
    [InlineData(-0.04, 0.04, Verdict.Within)]
    [InlineData(-0.05, 0.04, Verdict.Inconclusive)]
    [InlineData(0.051, 0.2, Verdict.Exceeds)]
    [InlineData(-0.2, -0.051, Verdict.Exceeds)]
    [InlineData(-0.2, 0.2, Verdict.Inconclusive)]
    [InlineData(0.05, 0.2, Verdict.Inconclusive)]
    [InlineData(null, null, Verdict.Undefined)]
    public void An_interval_is_judged_by_where_it_lies(double? low, double? high, Verdict verdict) =>
        Assert.Equal(verdict, Judgement.Of(low, high, 0.05));

    [Theory]
    [InlineData(0.71, 0.8, Verdict.Met)]
    [InlineData(0.7, 0.8, Verdict.Met)]
    [InlineData(0.6, 0.69, Verdict.NotMet)]
    [InlineData(0.65, 0.75, Verdict.Inconclusive)]
    public void Agreement_is_judged_by_its_minimum(double low, double high, Verdict verdict)
    {
        var options = Options with { Minimums = new Dictionary<string, double> { ["qwk"] = 0.7 } };
        var judged = RowJudgement.Judge(Row("qwk", low, high), options);
        Assert.Equal((verdict, Bound.Minimum, 0.7), (judged.Verdict, judged.Bound, judged.Tolerance));
    }

    [Fact]
    public void A_row_says_that_its_bound_is_a_tolerance_and_one_without_has_none()
    {
        var options = Options with { Tolerances = new Dictionary<string, double> { ["smd"] = 0.15 } };
        Assert.Equal(Bound.Tolerance, RowJudgement.Judge(Row("smd", 0, 0.1), options).Bound);
        Assert.Null(RowJudgement.Judge(Row("kappa", 0, 0.1), options).Bound);
    }

    [Fact]
    public void What_the_data_could_have_shown_is_2_8_standard_errors()
    {
        var options = Options with { Tolerances = new Dictionary<string, double> { ["accuracyDifference"] = 0.05 } };
        var judged = RowJudgement.WithPower(RowJudgement.Judge(Row("accuracyDifference", -0.03, 0.09), options), Error(0.03), options, null);
        Assert.Equal(Verdict.Inconclusive, judged.Verdict);
        Assert.Equal((1.959964 + 0.841621) * 0.03, judged.Detectable!.Value, 1e-6);
        // Within: 100 · ((1.959964 + 1.281552) · 0.03/0.05)²; the difference seen, .03, lies inside the tolerance.
        Assert.Equal(379, judged.NeededForWithin);
        Assert.Null(judged.NeededForExceeds);
        // Exceeds: 100 · ((1.959964 + 0.841621) · 0.03/(0.08 − 0.05))².
        var outside = RowJudgement.WithPower(RowJudgement.Judge(Row("accuracyDifference", 0.02, 0.14), options), Error(0.03), options, null);
        Assert.Equal(785, outside.NeededForExceeds);
        Assert.Null(RowJudgement.WithPower(RowJudgement.Judge(Row("dsm", 0, 1), options), Error(0.03), options, null).Verdict);
    }

    [Fact]
    public void The_observed_figure_counts_as_one_of_the_permutations_and_quantiles_are_interpolated()
    {
        var draws = new Draws(4);
        new[] { 0.1, 0.4, double.NaN, 0.2 }.CopyTo(draws.Values, 0);
        Assert.Equal((1 + 2) / 4.0, draws.PermutationP(0.2));
        Assert.Equal(1 / 4.0, draws.PermutationP(0.5));
        Assert.Equal(1, draws.Undefined);
        Assert.Equal(0.15, draws.Quantile(0.25), 1e-12);
        Assert.Equal(0.4, draws.Quantile(1));
    }

    private static Estimate Error(double standardError) => new() { Value = 0, StandardError = standardError };

    private static EvaluationOptions Options { get; } = new() { Reference = "a", Focal = ["b"] };

    private static MeasureRow Row(string measure, double low, double high) =>
        new() { Measure = measure, Scorer = "machine", N = 100, Value = (low + high) / 2, Low = low, High = high };
}
