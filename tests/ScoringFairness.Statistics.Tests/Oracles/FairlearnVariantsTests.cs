using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The 6,000 scores once more: intersections, a group of five, unknown genders, two scorers, the bootstrap.</summary>
public sealed class FairlearnVariantsTests
{
    private static readonly ScoreScale Scale = new(0, 4, 1);

    [Fact]
    public void Differences_of_standardised_means_and_figures_by_item()
    {
        var rows = Evaluate(Ordinal(), "M", "F");
        foreach (var (item, figures) in Expected("rsmtool_DSM").Where(one => one.Value is JsonObject))
        {
            foreach (var (group, dsm) in figures!.AsObject())
            {
                Expect.Same((double)dsm!, rows.One("dsm", item == "all" ? null : item, group: group).Value, $"DSM {item} {group}");
            }
        }
        foreach (var (cell, figures) in Expected("control_item")["by_group"]!.AsObject())
        {
            var (item, group) = (cell.Split('|')[0], cell.Split('|')[1]);
            SameGroup(rows, item, group, figures!);
        }
        foreach (var (item, figures) in Expected("control_item")["difference"]!.AsObject())
        {
            Expect.Same((double)figures!["accuracy"]!, Math.Abs(rows.One("accuracyDifference", item, contrast: "M-F").Value!.Value), $"accuracy {item}");
            Expect.Same((double)figures["mean_machine"]!, Math.Abs(rows.One("meanScoreGap", item, contrast: "M-F").Value!.Value), $"gap {item}");
            Expect.Same((double)figures["mean_human"]!, Math.Abs(rows.One("meanScoreGap", item, contrast: "M-F", scorer: "human").Value!.Value), $"human gap {item}");
        }
    }

    [Fact]
    public void Crossed_attributes_are_groups_like_any_other_and_an_empty_one_is_undefined()
    {
        var expected = Expected("intersection_gender_ell");
        var variants = Variants((gender, ell) => gender.Length == 0 ? "" : $"{gender}|{ell}");
        Assert.Equal((int)expected["rows_used"]!, variants.Count(row => row.Group.Length > 0));
        var rows = Evaluate([.. variants.Select(row => row with { Item = "all" })], minimum: 1, "F|no", "F|yes", "M|no", "M|yes", "X|no", "X|yes");
        foreach (var (group, figures) in expected["by_group"]!.AsObject())
        {
            SameGroup(rows, "all", group, figures!);
        }
        var difference = expected["difference"]!;
        Expect.Same((double)difference["accuracy"]!, Largest(rows, "accuracyDifference").Value, "largest difference of accuracy");
    }

    [Fact]
    public void A_group_of_five_makes_no_contrast_and_does_not_move_the_others()
    {
        var variants = Variants((gender, _) => gender).Select(row => row with { Item = "all" }).ToList();
        var all = Evaluate(variants, minimum: 1, "F", "M", "X");
        foreach (var (group, figures) in Expected("three_genders_known_only")["by_group"]!.AsObject())
        {
            SameGroup(all, "all", group, figures!);
        }
        Expect.Same((double)Expected("three_genders_known_only")["difference"]!["accuracy"]!, Largest(all, "accuracyDifference").Value, "largest with X");

        var rows = Evaluate(variants, minimum: 30, "F", "M", "X");
        var small = rows.One("accuracyDifference", "all", contrast: "F-X");
        Assert.Null(small.Value);
        Assert.Contains("minGroupSize", small.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(rows, row => row.Contrast == MeasureRow.LargestContrast);
        var two = Expected("F_M_only_min_group_30");
        Expect.Same((double)two["difference"]!["accuracy"]!, Math.Abs(rows.One("accuracyDifference", "all", contrast: "F-M").Value!.Value), "F and M");
        foreach (var (basis, key) in new[] { ("cut", "eod_worst_by_cut"), ("level", "eod_worst_by_class") })
        {
            foreach (var (name, odds) in two[key]!.AsObject())
            {
                var level = int.Parse(name.TrimStart('>', '='), CultureInfo.InvariantCulture);
                Expect.Same((double)odds!, rows.One("equalizedOdds", "all", contrast: "F-M", level: level, basis: basis, aggregation: "max").Value, $"odds {name}");
                Expect.Same(WithX(variants, level, basis == "cut" ? Basis.Cut : Basis.Level, (double)Expected("three_genders_known_only")[key]![name]!), 0, $"odds with X {name}");
            }
        }
    }

    [Fact]
    public void Two_splits_on_the_same_responses()
    {
        var expected = Expected("paired_two_models");
        var (firstOnly, secondOnly) = ((int)expected["mcnemar_b_c"]![0]!, (int)expected["mcnemar_b_c"]![1]!);
        var data = TwoSplits(expected["paired_t_over_six_items"]!, secondOnly / 6);
        Assert.Equal((firstOnly, secondOnly), (Only(first: true), Only(first: false)));
        var rows = Evaluation.Evaluate(data, Options(1, "M", "F"), TestContext.Current.CancellationToken);
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
        var cube = CountCube.Pool(Ordinal().ToData(Scale, "F", "M").Cubes[0]);
        var into = new CountCube(2, Scale);
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
            var expected = Expected("stratified_bootstrap_signed_F_minus_M_B4000")[name]!;
            var (low, high) = draws.Interval(0.95);
            Assert.Equal((double)expected["q025"]!, low, 0.003);
            Assert.Equal((double)expected["q50"]!, draws.Quantile(0.5), 0.003);
            Assert.Equal((double)expected["q975"]!, high, 0.003);
            // The relative Monte-Carlo error of two standard errors of 4,000 draws each is 1.6 %; five of those.
            Assert.InRange(draws.Deviation / (double)expected["se"]!, 0.92, 1.08);
        }
    }

    private static void SameGroup(IReadOnlyList<MeasureRow> rows, string item, string group, JsonNode figures)
    {
        var accuracy = rows.One("accuracy", item, group: group);
        Expect.Same((double?)figures["accuracy"], accuracy.Value, $"accuracy {item} {group}");
        Expect.Same((double?)figures["mean_machine"], rows.One("meanScore", item, group: group).Value, $"mean {item} {group}");
        Expect.Same((double?)figures["mean_human"], rows.One("meanScore", item, group: group, scorer: "human").Value, $"human mean {item} {group}");
        Assert.Equal((double?)figures["count"] ?? 0, accuracy.N);
    }

    /// <summary>
    /// The worst case over all pairs of three groups less fairlearn's; 0 where X lacks a rate, which fairlearn takes for 0
    /// so that five responses make its figure, and ours for undefined.
    /// </summary>
    private static double WithX(IReadOnlyList<ScoredRow> variants, int level, Basis basis, double fairlearn)
    {
        var cube = variants.ToData(Scale, "F", "M", "X").Cubes[0][0];
        double[] pairs = [.. new[] { (0, 1), (0, 2), (1, 2) }.Select(pair => EqualizedOdds.At(cube, pair.Item1, pair.Item2, level, basis).Max)];
        if (pairs.All(double.IsFinite))
        {
            return pairs.Max() - fairlearn;
        }
        Assert.True(OddsRates.Of(cube, 2, level, basis).TruePositive.N == 0 && double.IsFinite(pairs[0]) && pairs[0] < fairlearn);
        return 0;
    }

    private static MeasureRow Largest(IReadOnlyList<MeasureRow> rows, string measure) =>
        rows.One(measure, "all", contrast: MeasureRow.LargestContrast, aggregation: "max");

    /// <summary>
    /// The second scorer as the first, but for as many responses of each item as the accuracies printed differ by. How the
    /// responses that only the second scored right fall on the items is not printed and takes no part: evenly.
    /// </summary>
    private static EvaluationData TwoSplits(JsonNode byItem, int secondOnly)
    {
        var first = Ordinal().ToData(Scale, "M", "F");
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

    private static JsonObject Expected(string section) =>
        JsonNode.Parse(File.ReadAllText(SharedFolder.Require("oracles", "fairlearn", "ordinal6000.extra.expected.json")))![section]!.AsObject();

    private static IReadOnlyList<ScoredRow> Ordinal() => Read("ordinal6000.csv", row => row["gender"]);

    private static IReadOnlyList<ScoredRow> Variants(Func<string, string, string> group) =>
        Read("ordinal6000_variants.csv", row => group(row["gender"], row["ell"]));

    private static IReadOnlyList<ScoredRow> Read(string file, Func<IReadOnlyDictionary<string, string>, string> group) =>
        [.. Table.Read(SharedFolder.Require("oracles", "fairlearn", file)).Rows
            .Select(row => new ScoredRow(row["item"], group(row), Table.Number(row["human"])!.Value, Table.Number(row["machine"])!.Value))];

    private static IReadOnlyList<MeasureRow> Evaluate(IEnumerable<ScoredRow> rows, params string[] groups) => Evaluate(rows, 30, groups);

    private static IReadOnlyList<MeasureRow> Evaluate(IEnumerable<ScoredRow> rows, int minimum, params string[] groups) =>
        Evaluation.Evaluate(rows.ToData(Scale, groups), Options(minimum, groups));

    private static EvaluationOptions Options(int minimum, params string[] groups) =>
        new() { Reference = groups[0], Focal = groups[1..], MinGroupSize = minimum, BootstrapDraws = 20, Permutations = 20 };
}
