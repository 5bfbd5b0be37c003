using System.Numerics;
using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>Two scorers of the 6,000 responses, and the bootstrap of the first.</summary>
public sealed class FairlearnPairedTests
{
    [Fact]
    public void Two_splits_on_the_same_responses()
    {
        var expected = FairlearnRows.Expected("paired_two_models");
        var (firstOnly, secondOnly) = ((int)expected["mcnemar_b_c"]![0]!, (int)expected["mcnemar_b_c"]![1]!);
        var data = TwoSplits(expected["paired_t_over_six_items"]!, secondOnly / 6);
        Assert.Equal((firstOnly, secondOnly), (Only(first: true), Only(first: false)));
        var rows = StudyEvaluation.Evaluate(data, FairlearnRows.Options(1, "M", "F"), TestContext.Current.CancellationToken);
        var pooled = rows.One("splitAccuracyDifference", split: "mixed");
        Expect.Same((double)expected["accuracy_1"]! - (double)expected["accuracy_2"]!, pooled.Value, "difference");
        Expect.Same((double)expected["accuracy_2"]!, rows.One("accuracy", split: "only:F").Value, "accuracy of the second");
        // Mid-p leaves out half of what is as extreme as the observed on either side: once the probability of 48 in 287.
        var atObserved = Math.Exp(BigInteger.Log(Choose(firstOnly + secondOnly, secondOnly)) - (firstOnly + secondOnly) * Math.Log(2));
        Expect.SameP((double)expected["mcnemar_exact_p"]! - atObserved, pooled.PValue, "mid-p");
        var over = rows.One("splitAccuracyDifference", over: "items", split: "mixed");
        var paired = expected["paired_t_over_six_items"]!;
        Expect.Same((double)paired["t"]!, over.Statistic, "t over items");
        Expect.SameP((double)paired["p"]!, over.PValue, "p over items");
        Assert.Equal((int)paired["df"]!, over.Df);

        long Only(bool first) => data.Pairs.Where(pair => pair.FirstCorrect == first && pair.SecondCorrect != first).Sum(pair => pair.Count);
    }

    [Fact]
    public void Bootstrap_of_counts_gives_the_quantiles_of_the_bootstrap_of_rows()
    {
        const int Draws = 4_000;
        var cube = CountCube.Pool(FairlearnRows.Ordinal().ToData(FairlearnRows.Scale, "F", "M").Cubes[0]);
        var into = new CountCube(2, FairlearnRows.Scale);
        var bootstrap = new CountBootstrap(cube, RandomStream.Purpose(17, "test"));
        var figures = new (string Name, Func<CountCube, double> Of, Draws Draws)[]
        {
            ("accuracy", drawn => Accuracy.Of(drawn, 0).Value - Accuracy.Of(drawn, 1).Value, new Draws(Draws)),
            ("mean_machine", drawn => MeanScoreGap.Of(drawn, 0, 1), new Draws(Draws)),
            ("gap_machine_minus_gap_human", drawn => MeanScoreGapChange.Of(drawn, 0, 1), new Draws(Draws)),
        };
        for (var draw = 0; draw < Draws; draw++)
        {
            bootstrap.Draw(draw, into);
            foreach (var (_, of, draws) in figures)
            {
                draws.Values[draw] = of(into);
            }
        }
        foreach (var (name, _, draws) in figures)
        {
            var expected = FairlearnRows.Expected("stratified_bootstrap_signed_F_minus_M_B4000")[name]!;
            var (low, high) = draws.Interval(0.95);
            Assert.Equal((double)expected["q025"]!, low, 0.003);
            Assert.Equal((double)expected["q50"]!, draws.Quantile(0.5), 0.003);
            Assert.Equal((double)expected["q975"]!, high, 0.003);
            // The relative Monte-Carlo error of two standard errors of 4,000 draws each is 1.6 %; five of those.
            Assert.InRange(draws.Deviation / (double)expected["se"]!, 0.92, 1.08);
        }
    }

    [Fact]
    public void Pooled_rows_are_resampled_as_the_responses_of_one_item_are()
    {
        var data = FairlearnRows.Ordinal().ToData(FairlearnRows.Scale, "F", "M");
        var merged = FairlearnRows.Ordinal().Select(row => row with { Item = "all" }).ToData(FairlearnRows.Scale, "F", "M");
        var options = new EvaluationOptions { Reference = "F", Focal = ["M"], BootstrapDraws = 600, Permutations = 600, Seed = 5 };
        var pooled = StudyEvaluation.Evaluate(data, options, TestContext.Current.CancellationToken);
        var one = StudyEvaluation.Evaluate(merged, options, TestContext.Current.CancellationToken);
        foreach (var row in pooled.Where(row => row is { Over: "responses", Method: "bootstrap", Scorer: "machine" }))
        {
            var other = one.One(row.Measure, "all", group: row.Group, contrast: row.Contrast, level: row.Level, basis: row.Basis, aggregation: row.Aggregation);
            var width = other.High!.Value - other.Low!.Value;
            Assert.Equal(width, row.High!.Value - row.Low!.Value, 0.25 * width);
            Assert.Equal(other.Low.Value, row.Low.Value, 0.25 * width);
            if (row.ExpectedByChance is { } chance)
            {
                Assert.Equal(other.ExpectedByChance!.Value, chance, 0.25 * width);
            }
        }
    }

    /// <summary>
    /// The second scorer as the first, but for as many responses of each item as the accuracies printed differ by. How the
    /// responses that only the second scored right fall on the items is not printed and takes no part: evenly.
    /// </summary>
    private static EvaluationData TwoSplits(JsonNode byItem, int secondOnly)
    {
        var first = FairlearnRows.Ordinal().ToData(FairlearnRows.Scale, "M", "F");
        var pairs = new List<PairedCount>();
        var second = new List<CountCube>();
        foreach (var (item, cube) in first.Cubes[0].Index())
        {
            var difference = (double)byItem["accuracy_1_by_item"]![item]! - (double)byItem["accuracy_2_by_item"]![item]!;
            var (toWrong, toRight) = ((int)Math.Round(1_000 * difference) + secondOnly, secondOnly);
            // Level 1 scored 1 turns into 2, level 1 scored 2 into 1; women's responses only, for want of any other rule.
            var other = CountCube.Pool([cube]);
            Move(other, 1, 2, toWrong);
            Move(other, 2, 1, toRight);
            second.Add(other);
            var women = (Right: Accuracy.Of(cube, 1).Hits, N: cube.Size(1));
            var men = (Right: Accuracy.Of(cube, 0).Hits, N: cube.Size(0));
            pairs.AddRange([
                new(0, 1, item, 0, true, true, men.Right), new(0, 1, item, 0, false, false, men.N - men.Right),
                new(0, 1, item, 1, true, true, women.Right - toWrong), new(0, 1, item, 1, true, false, toWrong),
                new(0, 1, item, 1, false, true, toRight), new(0, 1, item, 1, false, false, women.N - women.Right - toRight),
            ]);
        }
        return new EvaluationData
        {
            Groups = first.Groups,
            Items = first.Items,
            Scorers = [new StudyScorer("machine", "mixed"), new StudyScorer("machine", "only:F")],
            Cubes = [first.Cubes[0], second],
            Pairs = pairs,
        };

        static void Move(CountCube cube, int from, int to, int n)
        {
            cube.Add(1, 1, from, -n, -n * from, -n * from * from, -n * Math.Pow(from, 3), -n * Math.Pow(from, 4));
            cube.Add(1, 1, to, n, n * to, n * to * to, n * Math.Pow(to, 3), n * Math.Pow(to, 4));
            Assert.True(cube[1, 1, from] >= 0);
        }
    }

    private static BigInteger Choose(int n, int k) =>
        Enumerable.Range(1, k).Aggregate(BigInteger.One, (ways, at) => ways * (n - k + at) / at);
}
