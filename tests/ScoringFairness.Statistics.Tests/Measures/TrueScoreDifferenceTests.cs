using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>The difference of groups at the same true score.</summary>
public sealed class TrueScoreDifferenceTests
{
    [Fact]
    public void It_is_that_of_the_moment_equations()
    {
        // numpy: (X'X − Σ diag(0, 0, V/c)) b = X'm with a column for each group and the mean rating; standard error by the jackknife.
        var data = FixedResponses.Rows.ToData(FixedResponses.Scale, "a", "b");
        var model = TrueScoreConditionalDifference.Of(data.Cubes[0][0], data.DoubleRatings![0][0], 0, 1);
        Expect.Same(-0.21714628996289542, model.Value, "difference");
        Expect.Same(1.087036713651156, model.Slope, "slope");
        Assert.Equal(160, model.RatedTwice);
        Assert.Equal(1, model.StandardError / 0.15400477428086704, 0.01);
        Expect.Same(model.Value, FixedResponses.Measures.One("trueScoreConditionalDifference", "item", contrast: "a-b").Value, "row");
    }

    [Fact]
    public void Influences_of_responses_add_up_to_the_standard_error()
    {
        var data = FixedResponses.Rows.ToData(FixedResponses.Scale, "a", "b");
        var model = TrueScoreConditionalDifference.Of(data.Cubes[0][0], data.DoubleRatings![0][0], 0, 1);
        var influences = FixedResponses.Rows.Select(row => model.Influence(row.Group == "a", row.Human, row.SecondHuman ?? double.NaN, row.Machine)).ToList();
        Assert.Equal(0, influences.Sum(), 1e-9);
        Assert.Equal(model.StandardError, Math.Sqrt(influences.Sum(one => one * one) * 240 / 237), 1e-9);
    }

    [Fact]
    public void Raters_who_never_differ_leave_the_plain_regression()
    {
        // Then β is the pooled slope within groups, and the difference that of the analysis of covariance.
        var rows = FixedResponses.Rows.Select(row => row with { SecondHuman = row.Human }).ToList();
        var data = rows.ToData(FixedResponses.Scale, "a", "b");
        var model = TrueScoreConditionalDifference.Of(data.Cubes[0][0], data.DoubleRatings![0][0], 0, 1);
        var centred = rows.GroupBy(row => row.Group).SelectMany(group =>
            group.Select(row => (H: row.Human - group.Average(one => one.Human), M: row.Machine - group.Average(one => one.Machine)))).ToList();
        Assert.Equal(centred.Sum(one => one.H * one.M) / centred.Sum(one => one.H * one.H), model.Slope, 1e-9);
        Assert.Equal(1, model.Reliability, 1e-12);
    }

    [Theory]
    [InlineData(1, 0, 0.05)]
    [InlineData(0.3, 0, 0.05)]
    [InlineData(1, 0.3, 0.9)]
    public void A_scorer_that_is_fair_given_the_true_score_is_called_unfair_as_rarely_as_is_said(double ratedTwice, double planted, double share)
    {
        // At equal human score the same scorer looks unfair in every second study: groups half a point apart, human error .5, 300 each.
        const int studies = 400;
        var (given, plain, held) = (0, 0, 0);
        for (var study = 0; study < studies; study++)
        {
            var population = new SimulatedRatings { N = 300, RatedTwice = ratedTwice, Planted = planted };
            var data = population.Draw(new Random(31 * study + 5)).ToData(SimulatedRatings.Scale, "a", "b");
            var model = TrueScoreConditionalDifference.Of(data.Cubes[0][0], data.DoubleRatings![0][0], 0, 1);
            given += Math.Abs(model.Value) > 1.96 * model.StandardError ? 1 : 0;
            held += Math.Abs(model.Value - planted) <= 1.96 * model.StandardError ? 1 : 0;
            var levels = ConditionalMeanScoreDifference.Levels(data.Cubes[0][0], 0, 1, 2);
            plain += Math.Abs(ConditionalMeanScoreDifference.Over(data.Cubes[0][0], 0, 1, levels))
                > 1.96 * ConditionalMeanScoreDifference.Uncertainty(data.Cubes[0][0], 0, 1, levels).StandardError ? 1 : 0;
        }
        // Monte-Carlo error of .05 is .011.
        Assert.True((double)held / studies is >= 0.92 and <= 0.98, $"held {held}");
        Assert.True(planted > 0 ? given >= share * studies : given <= (share + 0.03) * studies, $"given the true score {given}");
        Assert.True(plain >= 0.3 * studies, $"given the human score {plain}");
    }

    [Fact]
    public void Without_enough_double_ratings_it_is_undefined()
    {
        var rows = StudyEvaluation.Evaluate(
            FixedResponses.Rows.Select((row, at) => at % 5 == 0 ? row : row with { SecondHuman = null }).ToData(FixedResponses.Scale, "a", "b"),
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 }, TestContext.Current.CancellationToken);
        var row = rows.One("trueScoreConditionalDifference", "item", contrast: "a-b");
        Assert.Null(row.Value);
        Assert.Contains("two human ratings", row.Note);
    }

    [Fact]
    public void Raters_who_differ_by_more_than_responses_leave_no_true_score()
    {
        var rows = StudyEvaluation.Evaluate(
            FixedResponses.Rows.Select(row => row with { SecondHuman = 3 - row.Human }).ToData(FixedResponses.Scale, "a", "b"),
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 }, TestContext.Current.CancellationToken);
        Assert.Contains("no true score", rows.One("trueScoreConditionalDifference", "item", contrast: "a-b").Note);
    }
}
