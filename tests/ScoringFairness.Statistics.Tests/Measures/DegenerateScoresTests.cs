using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>Scores at the edge of what a formula can take: equal ones, perfect fits, groups that share no level.</summary>
public sealed class DegenerateScoresTests
{
    [Theory]
    [InlineData(0.1, 1_000_000)]
    [InlineData(55.3, 1_000)]
    [InlineData(2.54, 10)]
    public void Equal_machine_scores_do_not_vary_however_their_sums_are_rounded(double machine, int responses)
    {
        var cube = new CountCube(1, new ScoreScale(0, 100, 1));
        for (var response = 0; response < responses; response++)
        {
            cube.Add(0, response % 3, machine);
        }
        var scores = JointMoments.Of(cube);
        Assert.Equal(0, scores.Machine.Deviation);
        Assert.True(double.IsNaN(Correlation.Of(scores)));
        Assert.True(double.IsNaN(DifferenceOfStandardizedMeans.Of(scores, scores.Human, scores.Machine)));
        Assert.True(scores.Human.Varies);
    }

    [Fact]
    public void Scores_that_vary_little_about_a_large_mean_still_vary()
    {
        var scores = new Moments(1_000, 1_000 * 50.0, 1_000 * (2500 + 1e-6));
        Assert.Equal(1e-3, scores.Deviation, 1e-6);
    }

    [Fact]
    public void A_shift_by_group_and_nothing_else_is_a_perfect_fit()
    {
        var rows = Enumerable.Range(0, 300).Select(at => at % 2 == 0
            ? new ScoredRow("item", "a", at % 3, at % 3 + 0.3)
            : new ScoredRow("item", "b", at % 3, at % 3 - 0.1));
        var measured = Evaluate(rows, new ScoreScale(-1, 4, 1));
        var osd = measured.One("osd", "item");
        Assert.Equal(1, osd.Value!.Value, 1e-9);
        Assert.Equal(0, osd.PValue);
        Assert.Equal((1.0, 1.0), (osd.Low!.Value, osd.High!.Value));
        var coefficient = measured.One("osdCoefficient", "item", group: "b");
        Assert.Equal(-0.4, coefficient.Value!.Value, 1e-9);
        Assert.Equal(coefficient.Low!.Value, coefficient.High!.Value, 1e-9);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300_000)]
    public void Groups_without_a_human_level_in_common_have_no_conditional_difference(int responses)
    {
        var cube = new CountCube(3, new ScoreScale(0, 5, 1));
        foreach (var (group, human) in new[] { (0, 0), (0, 1), (1, 2), (1, 3), (2, 4), (2, 5) })
        {
            foreach (var machine in new[] { Math.Max(0, human - 1), human })
            {
                var n = responses + 7 * human + machine;
                cube.Add(group, human, machine, n, n * machine, n * machine * machine, n * Math.Pow(machine, 3), n * Math.Pow(machine, 4));
            }
        }
        Assert.Null(ErrorRegression.ConditionalScoreDifference(cube, ["a", "b", "c"]));
        Assert.NotNull(ErrorRegression.OverallScoreDifference(cube, ["a", "b", "c"]));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(3_000_000)]
    public void Groups_that_each_have_one_human_level_of_their_own_have_no_differential_functioning(int responses)
    {
        var cube = new CountCube(2, new ScoreScale(0, 3, 1));
        for (var machine = 0; machine < 4; machine++)
        {
            cube.Add(0, 1, machine, responses + machine, 0, 0, 0, 0);
            cube.Add(1, 2, machine, responses + 3 * machine, 0, 0, 0, 0);
        }
        Assert.Null(DifferentialItemFunctioning.Of(cube, 0, 1));
    }

    private static IReadOnlyList<MeasureRow> Evaluate(IEnumerable<ScoredRow> rows, ScoreScale scale) => StudyEvaluation.Evaluate(
        rows.ToData(scale, "a", "b"), new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 });
}
