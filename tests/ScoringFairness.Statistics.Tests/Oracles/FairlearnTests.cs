using System.Globalization;
using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>6,000 synthetic scores of six items, with the figures that fairlearn, AIF360, RSMTool and statsmodels gave.</summary>
public sealed class FairlearnTests
{
    private const string Contrast = "M-F";
    private static readonly Lazy<(IReadOnlyList<MeasureRow> Rows, JsonNode Expected)?> Study = new(Evaluate);

    public static TheoryData<string?> Scopes => [(string?)null, "Q1", "Q2", "Q3", "Q4", "Q5", "Q6"];

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Accuracy_and_means_by_group_and_their_gaps(string? item)
    {
        var (rows, expected) = Of(item);
        foreach (var (group, figures) in expected["by_gender"]!.AsObject())
        {
            Expect.Same((double)figures!["accuracy"]!, rows.One("accuracy", item, group: group).Value, $"accuracy {group}");
            Expect.Same((double)figures["mean_human"]!, rows.One("meanScore", item, group: group, scorer: "human").Value, "mean human");
            Expect.Same((double)figures["mean_machine"]!, rows.One("meanScore", item, group: group).Value, "mean machine");
            Expect.Same((double)figures["qwk"]!, rows.One("qwk", item, group: group).Value, "qwk");
            Expect.Same((double)figures["kappa"]!, rows.One("kappa", item, group: group).Value, "kappa");
            Expect.Same((double)figures["adjacent"]!, rows.One("adjacentAgreement", item, group: group).Value, "adjacent");
            Expect.Same(Math.Sqrt((double)figures["mse"]!), rows.One("rmse", item, group: group).Value, "rmse");
            Assert.Equal((long)(double)figures["count"]!, rows.One("accuracy", item, group: group).N);
        }
        Expect.Same((double)expected["overall"]!["accuracy"]!, rows.One("accuracy", item).Value, "accuracy");
        Expect.Same((double)expected["overall"]!["qwk"]!, rows.One("qwk", item).Value, "qwk");
        Expect.Same((double)expected["overall"]!["kappa"]!, rows.One("kappa", item).Value, "kappa");

        var gap = expected["mean_score_gap"]!;
        Expect.Same(-(double)expected["accuracy"]!["signed_F_minus_M"]!, rows.One("accuracyDifference", item, contrast: Contrast).Value, "accuracyDifference");
        Expect.Same(-(double)gap["human_F_minus_M"]!, rows.One("meanScoreGap", item, contrast: Contrast, scorer: "human").Value, "human gap");
        Expect.Same(-(double)gap["machine_F_minus_M"]!, rows.One("meanScoreGap", item, contrast: Contrast).Value, "machine gap");
        Expect.Same(-(double)gap["machine_minus_human_gap"]!, rows.One("meanScoreGapChange", item, contrast: Contrast).Value, "gap change");
        Expect.Same(
            -(double)gap["human_standardised_by_pooled_sd"]!,
            rows.One("standardizedMeanScoreGap", item, contrast: Contrast, scorer: "human").Value,
            "standardised");
        Expect.Same((double)gap["smd_F"]!, rows.One("smd", item, group: "F").Value, "smd F");
        Expect.Same((double)gap["smd_M"]!, rows.One("smd", item, group: "M").Value, "smd M");
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Tests_and_intervals_of_the_gaps(string? item)
    {
        var (rows, expected) = Of(item);
        var tests = expected["tests"]!;
        foreach (var (name, row) in new[]
        {
            ("error_welch_t_F_vs_M", rows.One("meanScoreGapChange", item, contrast: Contrast)),
            ("machine_welch_t", rows.One("meanScoreGap", item, contrast: Contrast)),
            ("human_welch_t", rows.One("meanScoreGap", item, contrast: Contrast, scorer: "human")),
        })
        {
            Expect.Same(-(double)tests[name]!["t"]!, row.Statistic, name);
            Expect.SameP((double)tests[name]!["p"]!, row.PValue, name);
        }
        var accuracy = rows.One("accuracyDifference", item, contrast: Contrast);
        Expect.Same(-(double)tests["accuracy_two_proportion_z"]!, accuracy.Statistic, "z");
        Expect.SameP((double)tests["accuracy_chi2_nocorr"]!["p"]!, accuracy.PValue, "p of z, which is that of chi-square");
        Expect.Same(-(double)tests["accuracy_diff_newcombe95"]![1]!, accuracy.Low, "Newcombe low");
        Expect.Same(-(double)tests["accuracy_diff_newcombe95"]![0]!, accuracy.High, "Newcombe high");
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Rates_and_odds_by_level_and_cut(string? item)
    {
        var (rows, expected) = Of(item);
        foreach (var (basis, levels, least) in new[] { ("level", "one_vs_rest", 0), ("cut", "binarised_at_cut", 1) })
        {
            var (means, maxima) = (new List<double>(), new List<double>());
            foreach (var (name, figures) in expected[levels]!.AsObject())
            {
                var level = int.Parse(name.TrimStart('>', '='), CultureInfo.InvariantCulture);
                if (AtLevel(rows, item, basis, level, figures!) is var (mean, max))
                {
                    means.Add(mean);
                    maxima.Add(max);
                }
            }
            Expect.Same(means.Average(), rows.One("equalizedOdds", item, contrast: Contrast, basis: basis, aggregation: "mean").Value, "macro mean");
            var worst = rows.One("equalizedOdds", item, contrast: Contrast, basis: basis, aggregation: "max");
            Expect.Same(maxima.Max(), worst.Value, "worst level");
            Assert.Equal((5 - least, means.Count), ((int)worst.Denominators!["levels"], (int)worst.Denominators["levelsDefined"]));
            var summary = expected[basis == "level" ? "one_vs_rest_summary" : "cut_summary"]!;
            Expect.Same((double)summary["mean_of_mean_defined_only"]!, means.Average(), "fairlearn's mean of the defined");
            Expect.Same((double)summary["max_of_worst_case_defined_only"]!, maxima.Max(), "fairlearn's worst of the defined");
        }
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Regressions_of_the_error_on_groups(string? item)
    {
        var (rows, expected) = Of(item);
        var rsmtool = expected["rsmtool"]!;
        var metrics = rsmtool["fairness_metrics_by_gender"]!;
        foreach (var (code, name) in new[] { ("osa", "Overall score accuracy"), ("osd", "Overall score difference"), ("csd", "Conditional score difference") })
        {
            var row = rows.One(code, item);
            Expect.Same((double)metrics["R2"]![name]!, row.Value, code);
            Expect.SameP((double)metrics["sig"]![name]!, row.PValue, code);
            foreach (var (label, figures) in rsmtool[$"estimates_{code}_by_gender"]!.AsObject())
            {
                var coefficient = rows.One($"{code}Coefficient", item, group: label.Replace("Intercept (", "", StringComparison.Ordinal).TrimEnd(')'));
                Expect.Same((double)figures!["estimate"]!, coefficient.Value, label);
                Expect.Same((double)figures["[0.025"]!, coefficient.Low, label);
                Expect.Same((double)figures["0.975]"]!, coefficient.High, label);
                Expect.SameP((double)figures["P>[t]"]!, coefficient.PValue, label);
            }
        }
    }

    [Fact]
    public void No_woman_has_score_4_on_Q6_so_its_rates_are_undefined_with_their_denominators_and_not_0()
    {
        var (rows, _) = Of("Q6");
        var rate = rows.One("truePositiveRate", "Q6", group: "F", level: 4, basis: "level");
        Assert.Equal((null, 0L, "The denominator is 0."), (rate.Value, rate.Denominators!["F"], rate.Note));
        var odds = rows.One("equalizedOdds", "Q6", contrast: Contrast, level: 4, basis: "level", aggregation: "mean");
        Assert.Null(odds.Value);
        Assert.Contains("Group 'F' has no response with that human score", odds.Note, StringComparison.Ordinal);
        Assert.Equal(0, odds.Denominators!["truePositiveRate.F"]);
    }

    /// <summary>Compares one level; null where fairlearn says 0 for a rate that is 0/0 and ours is undefined on purpose.</summary>
    private static (double Mean, double Max)? AtLevel(IReadOnlyList<MeasureRow> rows, string? item, string basis, int level, JsonNode figures)
    {
        var defined = true;
        foreach (var (group, rates) in figures["by_gender"]!.AsObject())
        {
            foreach (var (measure, key) in new[] { ("truePositiveRate", "tpr"), ("falsePositiveRate", "fpr") })
            {
                var isDefined = (bool)rates![$"{key}_defined"]!;
                defined &= isDefined;
                Expect.Same(
                    isDefined ? (double)rates[key]! : null,
                    rows.One(measure, item, group: group, level: level, basis: basis).Value,
                    $"{measure} {group} {level}");
            }
        }
        var mean = rows.One("equalizedOdds", item, contrast: Contrast, level: level, basis: basis, aggregation: "mean");
        var max = rows.One("equalizedOdds", item, contrast: Contrast, level: level, basis: basis, aggregation: "max");
        if (!defined)
        {
            Assert.Null(mean.Value);
            Assert.Null(max.Value);
            return null;
        }
        Expect.Same((double)figures["equalized_odds_difference"]!["mean"]!, mean.Value, $"odds mean {level}");
        Expect.Same((double)figures["equalized_odds_difference"]!["worst_case"]!, max.Value, $"odds max {level}");
        var aif360 = figures["aif360"]!;
        Expect.Same(
            -(double)aif360["true_positive_rate_difference"]!,
            rows.One("truePositiveRateDifference", item, contrast: Contrast, level: level, basis: basis).Value, "ΔTPR");
        Expect.Same(
            -(double)aif360["false_positive_rate_difference"]!,
            rows.One("falsePositiveRateDifference", item, contrast: Contrast, level: level, basis: basis).Value, "ΔFPR");
        if (basis == "cut")
        {
            Expect.Same(
                -(double)aif360["statistical_parity_difference"]!,
                rows.One("demographicParityDifference", item, contrast: Contrast, level: level, basis: basis).Value, "parity");
        }
        return (mean.Value!.Value, max.Value!.Value);
    }

    private static (IReadOnlyList<MeasureRow> Rows, JsonNode Expected) Of(string? item)
    {
        SharedFolder.Require("oracles", "fairlearn", "ordinal6000.csv");
        var (rows, expected) = Study.Value!.Value;
        return (rows, item is null ? expected["all_items"]! : expected["by_item"]![item]!);
    }

    private static (IReadOnlyList<MeasureRow>, JsonNode)? Evaluate()
    {
        if (SharedFolder.Find("oracles", "fairlearn") is not { } folder)
        {
            return null;
        }
        var data = Table.Read(Path.Combine(folder, "ordinal6000.csv")).Rows
            .Select(row => new ScoredRow(row["item"], row["gender"], Table.Number(row["human"])!.Value, Table.Number(row["machine"])!.Value))
            .ToData(new ScoreScale(0, 4, 1), "M", "F");
        return (StudyEvaluation.Evaluate(data, new EvaluationOptions { Reference = "M", Focal = ["F"], BootstrapDraws = 200, Permutations = 200, Seed = 17 }),
            JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "ordinal6000.expected.json")))!);
    }
}
