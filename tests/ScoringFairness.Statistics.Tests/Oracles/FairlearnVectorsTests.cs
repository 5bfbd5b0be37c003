using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The vectors of the unit tests of fairlearn, AIF360 and holisticai. Their weights are whole numbers, which are counts.</summary>
public sealed class FairlearnVectorsTests
{
    private static readonly ScoreScale Binary = new(0, 1, 1);

    [Fact]
    public void Rates_of_literal_cases()
    {
        var cases = Read("tv_base_rates.json")["cases"]!.AsArray();
        Assert.Equal(29, cases.Count);
        foreach (var one in cases)
        {
            // The positive label is 1 unless the case says which; of -1 and 1, or of text, the other one is the negative.
            var positive = one!["pos_label"]?.ToString() ?? "1";
            var cube = Cube(one, _ => "all", label => label == positive ? 1 : 0);
            var rates = OddsRates.Of(cube, 0, 1, Basis.Level);
            var ours = (string)one["metric"]! switch
            {
                "true_positive_rate" => rates.TruePositive.Value,
                "false_negative_rate" => 1 - rates.TruePositive.Value,
                "false_positive_rate" => rates.FalsePositive.Value,
                "true_negative_rate" => 1 - rates.FalsePositive.Value,
                "selection_rate" => rates.Selection.Value,
                var metric => throw new InvalidOperationException(metric),
            };
            Expect.Same((double)one["expected"]!, ours, (string)one["source"]!);
        }
    }

    [Fact]
    public void Four_groupings_of_71_responses_plain_and_weighted()
    {
        // Ratios, and differences to the overall figure, are no measures of ours.
        var arrays = Read("tv_fairness_71.json");
        foreach (var one in arrays["cases"]!.AsArray())
        {
            var expected = one!["expected"]!;
            var labels = Labels(arrays[(string)one["groups"]!]!);
            var cube = Cube(arrays, at => arrays[(string)one["groups"]!]![at]!.ToString(), int.Parse, weighted: (bool)one["weighted"]!, labels);
            foreach (var (label, rates) in expected["by_group"]!.AsObject())
            {
                var ours = OddsRates.Of(cube, Array.IndexOf(labels, label), 1, Basis.Cut);
                Expect.Same((double)rates!["tpr"]!, ours.TruePositive.Value, $"TPR {label}");
                Expect.Same((double)rates["fpr"]!, ours.FalsePositive.Value, $"FPR {label}");
                Expect.Same((double)rates["tnr"]!, 1 - ours.FalsePositive.Value, $"TNR {label}");
                Expect.Same((double)rates["fnr"]!, 1 - ours.TruePositive.Value, $"FNR {label}");
                Expect.Same((double)rates["selection_rate"]!, ours.Selection.Value, $"selection {label}");
            }
            var between = expected["between_groups"]!;
            var pairs = (from reference in Enumerable.Range(0, labels.Length)
                         from focal in Enumerable.Range(reference + 1, labels.Length - reference - 1)
                         select (reference, focal)).ToList();
            Expect.Same(
                (double)between["equalized_odds_difference"]!["worst_case"]!,
                pairs.Max(pair => EqualizedOdds.At(cube, pair.reference, pair.focal, 1, Basis.Cut).Max),
                "worst case");
            Expect.Same(
                (double)between["demographic_parity_difference"]!,
                pairs.Max(pair => Math.Abs(Selection(pair.reference) - Selection(pair.focal))), "parity");
            Expect.Same(
                (double)between["equal_opportunity_difference"]!,
                pairs.Max(pair => Math.Abs(TruePositive(pair.reference) - TruePositive(pair.focal))), "opportunity");
            if (pairs is [var (first, second)])
            {
                Expect.Same((double)between["equalized_odds_difference"]!["mean"]!, EqualizedOdds.At(cube, first, second, 1, Basis.Cut).Mean, "mean");
            }

            double Selection(int group) => OddsRates.Of(cube, group, 1, Basis.Cut).Selection.Value;
            double TruePositive(int group) => OddsRates.Of(cube, group, 1, Basis.Cut).TruePositive.Value;
        }
    }

    [Fact]
    public void Examples_of_the_user_guide_and_of_missing_intersections()
    {
        var cases = Read("tv_misc_fairlearn.json")["cases"]!.AsArray();
        var guide = cases[0]!;
        string[] labels = ["a", "b", "c"];
        var cube = Cube(guide, at => guide["sensitive_features"]![at]!.ToString(), int.Parse, weighted: false, labels);
        (int, int)[] pairs = [(0, 1), (0, 2), (1, 2)];
        Expect.Same(
            (double)guide["expected"]!["equalized_odds_difference"]!,
            pairs.Max(pair => EqualizedOdds.At(cube, pair.Item1, pair.Item2, 1, Basis.Cut).Max), "odds");
        double[] selected = [.. Enumerable.Range(0, 3).Select(group => OddsRates.Of(cube, group, 1, Basis.Cut).Selection.Value)];
        Expect.Same((double)guide["expected"]!["demographic_parity_difference"]!, selected.Max() - selected.Min(), "parity");

        var missing = cases[1]!;
        var arrays = Read("tv_fairness_71.json");
        string[] crossed = ["aa|x", "aa|y", "aa|z", "bb|x", "bb|y", "bb|z"];
        var intersections = Cube(arrays, at => $"{missing["sensitive_A"]![at]}|{missing["sensitive_B"]![at]}", int.Parse, weighted: false, crossed);
        foreach (var (label, accuracy) in missing["expected"]!["by_group"]!.AsObject())
        {
            var ours = Accuracy.Of(intersections, Array.IndexOf(crossed, label)).Value;
            Expect.Same(accuracy!.ToString() == "NaN" ? null : (double)accuracy, ours, label);
        }

        // What fairlearn refuses, several classes, is what ours are made for. Group b has no response of class 2.
        var multiclass = cases[2]!;
        Assert.NotNull(multiclass["expected_error"]);
        var classes = Cube(
            multiclass, at => multiclass["sensitive_features"]![at]!.ToString(), int.Parse, weighted: false, ["a", "b"], new ScoreScale(0, 3, 1));
        Assert.Equal(3, EqualizedOdds.Over(classes, 0, 1, Basis.Level).Defined);
    }

    [Fact]
    public void Signed_differences_of_aif360_with_the_sign_turned()
    {
        // Entropy, Theil, imbalance, divergence and conditional disparity measure something else and are no measures of ours.
        var cases = Read("tv_aif360.json")["cases"]!.AsArray();
        var expected = cases.Single(one => ((string)one!["metric"]!).StartsWith("all, on", StringComparison.Ordinal))!["expected"]!;
        var arrays = Read("tv_fairness_71.json");
        var cube = Cube(arrays, at => arrays["g_1"]![at]!.ToString(), int.Parse, weighted: false, ["ba", "aa"]);
        var (privileged, other) = (OddsRates.Of(cube, 0, 1, Basis.Cut), OddsRates.Of(cube, 1, 1, Basis.Cut));
        var truePositive = privileged.TruePositive.Value - other.TruePositive.Value;
        var falsePositive = privileged.FalsePositive.Value - other.FalsePositive.Value;
        Expect.Same(-(double)expected["true_positive_rate_difference"]!, truePositive, "ΔTPR");
        Expect.Same(-(double)expected["equal_opportunity_difference"]!, truePositive, "opportunity");
        Expect.Same(-(double)expected["false_positive_rate_difference"]!, falsePositive, "ΔFPR");
        Expect.Same(-(double)expected["statistical_parity_difference"]!, privileged.Selection.Value - other.Selection.Value, "parity");
        var (mean, max) = EqualizedOdds.At(cube, 0, 1, 1, Basis.Cut);
        Expect.Same((double)expected["average_abs_odds_difference"]!, mean, "mean odds");
        Expect.Same((double)expected["equalized_odds_difference"]!, max, "worst odds");
        Expect.Same((double)expected["error_rate_difference"]!, Accuracy.Of(cube, 0).Value - Accuracy.Of(cube, 1).Value, "accuracy, which is 1 − error");

        // Three classes of which 0 and 1 are favourable.
        var collapsed = cases.Single(one => ((string)one!["metric"]!).StartsWith("multiclass", StringComparison.Ordinal))!;
        var favourable = Cube(
            collapsed, at => (int)collapsed["feat"]![at]! < 2 ? "privileged" : "unprivileged", label => label == "2" ? 0 : 1, weighted: false,
            ["privileged", "unprivileged"]);
        var matrix = collapsed["expected"]!["binary_confusion_matrix"]!;
        Assert.Equal(
            ((long)matrix["TP"]!, (long)matrix["FN"]!, (long)matrix["FP"]!, (long)matrix["TN"]!),
            (
                favourable[0, 1, 1] + favourable[1, 1, 1], favourable[0, 1, 0] + favourable[1, 1, 0],
                favourable[0, 0, 1] + favourable[1, 0, 1], favourable[0, 0, 0] + favourable[1, 0, 0]));
        var missed = OddsRates.Of(favourable, 0, 1, Basis.Cut).TruePositive.Value - OddsRates.Of(favourable, 1, 1, Basis.Cut).TruePositive.Value;
        Expect.Same(
            (double)collapsed["expected"]!["false_negative_rate_difference"]!, missed,
            "false negatives, focal minus reference: true positives, reference minus focal");
    }

    [Fact]
    public void Several_classes_as_holisticai_has_them()
    {
        var cases = Read("tv_holisticai_multiclass.json")["cases"]!.AsArray();
        var expected = cases[1]!["expected"]!;
        var rows = Table.Read(SharedFolder.Require("oracles", "fairlearn", "ordinal6000.csv")).Rows;
        var cube = new CountCube(2, new ScoreScale(0, 4, 1));
        foreach (var row in rows)
        {
            cube.Add(row["gender"] == "M" ? 0 : 1, (int)Table.Number(row["human"])!.Value, Table.Number(row["machine"])!.Value);
        }
        Expect.Same((double)expected["multiclass_equality_of_opp"]!["mean"]!, EqualizedOddsTotalVariation.Of(cube, 0, 1).Value, "total variation");
        var gaps = Enumerable.Range(0, 5).Select(level => Math.Abs(
            OddsRates.Of(cube, 0, level, Basis.Level).TruePositive.Value - OddsRates.Of(cube, 1, level, Basis.Level).TruePositive.Value));
        Expect.Same((double)expected["multiclass_true_rates"]!["mean"]!, gaps.Average(), "mean of |ΔTPR|");

        // Their average odds lets differences of unlike sign cancel and is no measure of ours. Where a group lacks a level they
        // take its scores for uniform (mean 0.796); ours leaves the level out, and says how many were left.
        var small = cases[0]!;
        var three = Cube(small, at => small["p_attr"]![at]!.ToString(), int.Parse, weighted: false, ["A", "B", "C"], new ScoreScale(0, 2, 1));
        Assert.Equal((0.75, 2), EqualizedOddsTotalVariation.Of(three, 0, 1));
        Assert.Equal((1.0, 1), EqualizedOddsTotalVariation.Of(three, 0, 2));
        Assert.Equal((1.0, 2), EqualizedOddsTotalVariation.Of(three, 1, 2));
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(SharedFolder.Require("oracles", "fairlearn", file)))!;

    private static string[] Labels(JsonNode groups) => [.. groups.AsArray().Select(one => one!.ToString()).Distinct().Order(StringComparer.Ordinal)];

    private static CountCube Cube(JsonNode arrays, Func<int, string> group, Func<string, int> level) =>
        Cube(arrays, group, level, arrays["sample_weight"] is not null, ["all"]);

    private static CountCube Cube(
        JsonNode arrays, Func<int, string> group, Func<string, int> level, bool weighted, string[] labels, ScoreScale? scale = null)
    {
        var cube = new CountCube(labels.Length, scale ?? Binary);
        for (var at = 0; at < arrays["y_true"]!.AsArray().Count; at++)
        {
            var (human, machine) = (level(arrays["y_true"]![at]!.ToString()), level(arrays["y_pred"]![at]!.ToString()));
            var times = weighted ? (int)arrays["sample_weight"]![at]! : 1;
            cube.Add(Array.IndexOf(labels, group(at)), human, machine, times, times * machine, times * machine, times * machine, times * machine);
        }
        return cube;
    }
}
