using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>Groups at the same human score, at the same machine score, and above the median.</summary>
public sealed class ConditionalMeasureTests
{
    [Theory]
    // scipy.stats.ttest_ind(machine of a, machine of b, equal_var=False) at each human level.
    [InlineData(0, 38, 27, -0.33790516342535926, 0.25406588600797864)]
    [InlineData(1, 33, 21, 0.03423437028088194, 0.914857363399239)]
    [InlineData(2, 41, 25, -0.226914350538854, 0.4454414829091643)]
    [InlineData(3, 32, 23, -0.1395728008088981, 0.6679378161797649)]
    public void Mean_scores_at_one_human_score(int level, long a, long b, double difference, double p)
    {
        var row = FixedResponses.Measures.One("conditionalMeanScoreDifference", "item", contrast: "a-b", level: level, basis: "level");
        Assert.Equal((a, b), (row.Denominators!["a"], row.Denominators["b"]));
        Expect.Same(difference, row.Value, "difference");
        Expect.SameP(p, row.PValue, "p");
    }

    [Fact]
    public void Over_levels_they_weigh_as_all_responses_do()
    {
        // numpy.average of the four, weights = responses of both groups at each level.
        var row = FixedResponses.Measures.One("conditionalMeanScoreDifference", "item", contrast: "a-b");
        Expect.Same(-0.17820012836472704, row.Value, "over levels");
        Assert.Equal(4, row.Denominators!["levelsDefined"]);
    }

    [Fact]
    public void A_third_group_takes_part_in_the_weights()
    {
        var cube = new CountCube(3, new ScoreScale(0, 1, 1));
        foreach (var (group, human, machine, n) in new[] { (0, 0, 1.0, 2), (0, 1, 1.0, 2), (1, 0, 0.0, 2), (1, 1, 1.0, 2), (2, 0, 0.0, 8) })
        {
            cube.Add(group, human, machine, n);
        }
        // The difference is 1 at level 0, which 12 of 16 responses have, and 0 at level 1.
        Assert.Equal(0.75, ConditionalMeanScoreDifference.Over(cube, 0, 1, [0, 1]), 12);
    }

    [Theory]
    // scikit-learn's precision_score of each level, statsmodels' confint_proportions_2indep(…, method="newcomb").
    [InlineData(0, 0.5813953488372093, 0.6, -0.24104898890488743, 0.21646316161492174)]
    [InlineData(1, 0.25806451612903225, 0.3, -0.29213856546592154, 0.19106996744118113)]
    [InlineData(2, 0.41935483870967744, 0.2727272727272727, -0.11352652008667291, 0.3699344244289253)]
    [InlineData(3, 0.5641025641025641, 0.5172413793103449, -0.18193789404413685, 0.27116294444117606)]
    public void Predictive_values_by_group_and_their_difference(int level, double a, double b, double low, double high)
    {
        Expect.Same(a, FixedResponses.Measures.One("positivePredictiveValue", "item", group: "a", level: level, basis: "level").Value, "a");
        Expect.Same(b, FixedResponses.Measures.One("positivePredictiveValue", "item", group: "b", level: level, basis: "level").Value, "b");
        var row = FixedResponses.Measures.One("positivePredictiveValueDifference", "item", contrast: "a-b", level: level, basis: "level");
        Expect.Same(a - b, row.Value, "difference");
        Expect.Same(low, row.Low, "low");
        Expect.Same(high, row.High, "high");
    }

    [Fact]
    public void A_level_that_the_machine_never_gives_has_no_predictive_value()
    {
        var rows = StudyEvaluation.Evaluate(
            FixedResponses.Rows.Select(row => row with { Machine = Math.Min(row.Machine, 2), SecondHuman = null }).ToData(FixedResponses.Scale, "a", "b"),
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 }, TestContext.Current.CancellationToken);
        var row = rows.One("positivePredictiveValueDifference", "item", contrast: "a-b", level: 3, basis: "level");
        Assert.Null(row.Value);
        Assert.Equal((0, 0), (row.Denominators!["a"], row.Denominators["b"]));
    }

    [Fact]
    public void The_impact_ratio_of_a_share_above_the_median()
    {
        // numpy: median of the levels 2; shares above it .2708 of a, .3021 of b.
        var (a, b) = (FixedResponses.Measures.One("impactRatio", "item", group: "a"), FixedResponses.Measures.One("impactRatio", "item", group: "b"));
        Expect.Same(0.896551724137931, a.Value, "a");
        Expect.Same(1, b.Value, "b");
        Assert.True(a.Low < a.Value && a.High <= 1 && b.Low < 1);
    }

    [Fact]
    public void Where_half_lie_on_each_of_two_levels_the_median_lies_between()
    {
        var cube = new CountCube(1, new ScoreScale(0, 3, 1));
        cube.Add(0, 0, 1, 5);
        cube.Add(0, 0, 2, 5);
        Assert.Equal(1.5, ImpactRatio.Median(cube));
        Assert.Equal(0.5, ImpactRatio.Above(cube, 0, 1.5).Value);
    }
}
