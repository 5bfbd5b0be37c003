using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Cases;

/// <summary>The proportional reduction of mean squared error from few double ratings.</summary>
public sealed class TrueScoreTests
{
    [Fact]
    public void One_pair_of_ratings_carries_no_figure_and_says_how_many_would() =>
        Undefined(CaseFile.Evaluate("prmse_1_of_100_rated_twice.csv", new ScoreScale(0, 5, 1)).One("prmse", "item"), "Fewer than 120 responses");

    [Fact]
    public void Ten_pairs_of_three_hundred_carry_none_either() =>
        Undefined(CaseFile.Evaluate("prmse_10_of_300_rated_twice_above_1.csv", new ScoreScale(-2, 10, 0.5)).One("prmse", "item"), "Fewer than 120 responses");

    [Fact]
    public void A_value_above_1_is_undefined_however_many_were_rated_twice() => Undefined(
        CaseFile.Evaluate(
            from at in Enumerable.Range(0, 300)
            let human = at * 7 % 4
            select new ScoredRow("item", at % 2 == 0 ? "a" : "b", human, human + 0.5, human + 1),
            new ScoreScale(0, 4, 1)).One("prmse", "item"),
        "cannot be");

    [Theory]
    [InlineData(0.9, ProportionalReduction.LeastRatedTwice, 0.9)]
    [InlineData(0.9, 300, 0.93)]
    [InlineData(0.75, ProportionalReduction.LeastRatedTwice, 0.92)]
    [InlineData(0.75, 300, 0.93)]
    [InlineData(0.5, ProportionalReduction.LeastRatedTwice, 0.92)]
    public void The_interval_holds_the_true_value_as_often_as_is_said(double truth, int ratedTwice, double atLeast)
    {
        const int studies = 500;
        var random = new Random(7);
        var (defined, held) = (0, 0);
        for (var study = 0; study < studies; study++)
        {
            var sums = new RatingSums();
            for (var at = 0; at < 300; at++)
            {
                var score = Normal(1);
                var machine = truth * score + Normal(Math.Sqrt(truth * (1 - truth)));
                sums.Add(at < ratedTwice ? [score + Normal(Math.Sqrt(0.5)), score + Normal(Math.Sqrt(0.5))] : [score + Normal(Math.Sqrt(0.5))], machine);
            }
            var value = ProportionalReduction.Of(sums.Sums).Value;
            if (value < 1)
            {
                var (low, high) = ProportionalReduction.Interval(value, ProportionalReduction.StandardError(sums), 1.96);
                defined++;
                held += low <= truth && truth <= high ? 1 : 0;
                Assert.True(low <= value && value <= high && high <= 1);
            }
        }
        Assert.True((double)held / defined >= atLeast, $"{held} of {defined}");

        double Normal(double deviation) => MathNet.Numerics.Distributions.Normal.Sample(random, 0, deviation);
    }

    private static void Undefined(Statistics.Study.MeasureRow row, string reason)
    {
        Assert.Null(row.Value);
        Assert.Contains(reason, row.Note);
    }
}
