using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>Agreement of two groups set against each other, and large errors.</summary>
public sealed class GroupAgreementTests
{
    [Theory]
    // By numpy's covariance and scipy's pearsonr.
    [InlineData("qwkDifference", 0.005234234353287404)]
    [InlineData("correlationDifference", 0.0075320720207695535)]
    public void Agreement_of_the_reference_group_less_that_of_the_focal_group(string measure, double expected)
    {
        var row = FixedResponses.Measures.One(measure, "item", contrast: "a-b");
        Expect.Same(expected, row.Value, measure);
        Assert.True(row.Low < row.Value && row.Value < row.High);
    }

    /// <remarks>By the formulas of RSMTool's utils/prmse.py written out in numpy; a row asks for more responses rated twice than these.</remarks>
    [Fact]
    public void Prmse_of_the_reference_group_less_that_of_the_focal_group()
    {
        var ratings = FixedResponses.Rows.ToData(FixedResponses.Scale, "a", "b").Ratings![0][0];
        Expect.Same(
            -0.1488963790720741, ProportionalReduction.Of(ratings[0].Sums).Value - ProportionalReduction.Of(ratings[1].Sums).Value, "prmseDifference");
    }

    [Fact]
    public void Large_errors_by_group_and_their_difference()
    {
        // statsmodels: proportion_confint(17, 144, method="wilson"), confint_proportions_2indep(17, 144, 13, 96, method="newcomb").
        var (own, difference) = (FixedResponses.Measures.One("largeErrorRate", "item", group: "a"),
            FixedResponses.Measures.One("largeErrorRateDifference", "item", contrast: "a-b"));
        Expect.Same(0.11805555555555555, own.Value, "large errors");
        Expect.Same(0.07502830197176062, own.Low, "low");
        Expect.Same(0.18093142084583685, own.High, "high");
        Expect.Same(-0.017361111111111105, difference.Value, "difference");
        Expect.Same(-0.11049129983136002, difference.Low, "low");
        Expect.Same(0.065873152537155, difference.High, "high");
    }

    [Fact]
    public void A_scale_of_two_levels_has_no_large_error()
    {
        var rows = StudyEvaluation.Evaluate(
            FixedResponses.Rows.Select(row => row with { Human = row.Human > 1 ? 1 : 0, SecondHuman = null }).ToData(new ScoreScale(0, 1, 1), "a", "b"),
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 }, TestContext.Current.CancellationToken);
        Assert.Null(rows.One("largeErrorRate", "item").Value);
        Assert.Contains("two levels", rows.One("largeErrorRateDifference", "item", contrast: "a-b").Note);
    }

    [Fact]
    public void A_group_with_too_few_double_ratings_has_no_difference_and_the_note_names_it()
    {
        var evaluated = StudyEvaluation.Evaluate(
            Enumerable.Repeat(FixedResponses.Rows, 3).SelectMany(rows => rows)
                .Select((row, at) => row.Group == "b" && at % 4 != 0 ? row with { SecondHuman = null } : row)
                .ToData(FixedResponses.Scale, "a", "b"),
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 }, TestContext.Current.CancellationToken);
        var row = evaluated.One("prmseDifference", "item", contrast: "a-b");
        Assert.Null(row.Value);
        Assert.StartsWith("Group 'b': Fewer than 120", row.Note, StringComparison.Ordinal);
    }
}
