using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>The second human in the machine's place, and the machine less that human on the same responses.</summary>
public sealed class SecondHumanTests
{
    [Fact]
    public void Its_figures_are_those_of_a_machine_that_gave_the_second_ratings()
    {
        var twice = FixedResponses.Rows.Where(row => row.SecondHuman is not null)
            .Select(row => row with { Machine = row.SecondHuman!.Value, SecondHuman = null });
        var options = new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 200, Permutations = 50, Seed = 5 };
        var expected = StudyEvaluation.Evaluate(twice.ToData(FixedResponses.Scale, "a", "b"), options, TestContext.Current.CancellationToken);
        var rows = FixedResponses.Measures.Where(row => row.Scorer == "secondHuman").ToList();
        string[] asked =
        [
            "accuracy", "accuracyDifference", "largeErrorRate", "meanScoreGap", "meanScoreGapChange", "standardizedMeanScoreGap", "equalizedOdds",
            "equalizedOddsTotalVariation", "truePositiveRateDifference", "conditionalMeanScoreDifference", "impactRatio", "osd", "csd", "difUniform",
        ];
        Assert.Subset(rows.Select(row => row.Measure).ToHashSet(), asked.ToHashSet());
        Assert.All(rows, row =>
        {
            var same = expected.Single(one => (one.Measure, one.Scorer, one.Group, one.Contrast, one.Level, one.Basis, one.Aggregation)
                == (row.Measure, "machine", row.Group, row.Contrast, row.Level, row.Basis, row.Aggregation));
            Expect.Same(same.Value, row.Value, row.Measure);
            Assert.Equal(same.N, row.N);
        });
    }

    [Theory]
    // Gap: statsmodels' CompareMeans of m − h₂ by group with unequal variances. Accuracy: the formulas of Bonett and Price (2012) and of
    // MOVER written out in numpy. Odds: from numpy's rates of each level.
    [InlineData("meanScoreGapChange", null, null, -0.23684593023255812, -0.6281065912717668, 0.15441473080665055)]
    [InlineData("accuracyDifference", null, null, 0.16666666666666669, -0.029396470280743325, 0.3507011748128075)]
    [InlineData("equalizedOdds", "level", "mean", -0.004198834330275056, null, null)]
    public void A_primary_figure_of_the_machine_less_that_of_the_second_human(
        string measure, string? basis, string? aggregation, double value, double? low, double? high)
    {
        var row = FixedResponses.Measures.One(measure, "item", contrast: "a-b", basis: basis, aggregation: aggregation, comparedWith: "secondHuman");
        Expect.Same(value, row.Value, measure);
        Assert.True(row.Low < row.Value && row.Value < row.High);
        if (low is not null)
        {
            Expect.Same(low, row.Low, "low");
            Expect.Same(high, row.High, "high");
        }
        Assert.Equal((160, 96, 64), (row.N, row.NByGroup["a"], row.NByGroup["b"]));
        Assert.Null(row.Verdict);
    }

    [Fact]
    public void Few_double_ratings_leave_the_comparison_undefined()
    {
        var rows = StudyEvaluation.Evaluate(
            FixedResponses.Rows.Select((row, at) => at % 4 == 0 ? row : row with { SecondHuman = null }).ToData(FixedResponses.Scale, "a", "b"),
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 }, TestContext.Current.CancellationToken);
        var row = rows.One("meanScoreGapChange", "item", contrast: "a-b", comparedWith: "secondHuman");
        Assert.Null(row.Value);
        Assert.Contains("that two humans rated", row.Note);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    public void Intervals_hold_the_difference_as_often_as_they_say(int n)
    {
        const int studies = 250;
        var population = new SimulatedRatings { N = n, FocalError = 1.4, Planted = 0.1, IsRounded = true };
        string[] measures = ["accuracyDifference", "meanScoreGapChange", "equalizedOdds"];
        var truth = measures.Select(measure => Row(Evaluate(population with { N = 400_000 }, new Random(1), draws: 2), measure).Value!.Value).ToArray();
        var held = new int[measures.Length];
        for (var study = 0; study < studies; study++)
        {
            var rows = Evaluate(population, new Random(7000 * n + study), draws: 200);
            foreach (var (at, measure) in measures.Index())
            {
                held[at] += Row(rows, measure) is var row && row.Low <= truth[at] && truth[at] <= row.High ? 1 : 0;
            }
        }
        Assert.All(measures.Zip(held), one => Assert.True(one.Second >= (int)(0.9 * studies), $"{one.First}: {(double)one.Second / studies}"));
    }

    private static MeasureRow Row(IReadOnlyList<MeasureRow> rows, string measure) => rows.One(
        measure, "item", contrast: "a-b", basis: measure == "equalizedOdds" ? "level" : null, aggregation: measure == "equalizedOdds" ? "mean" : null,
        comparedWith: "secondHuman");

    private static IReadOnlyList<MeasureRow> Evaluate(SimulatedRatings ratings, Random random, int draws) => StudyEvaluation.Evaluate(
        ratings.Draw(random).ToData(SimulatedRatings.Scale, "a", "b"),
        new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = draws, Permutations = 1, Seed = 2 });
}
