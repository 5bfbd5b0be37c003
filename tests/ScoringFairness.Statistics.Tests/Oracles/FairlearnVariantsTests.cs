using System.Globalization;
using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The 6,000 scores once more: intersections, a group of five, unknown genders.</summary>
public sealed class FairlearnVariantsTests
{
    [Fact]
    public void Differences_of_standardised_means_and_figures_by_item()
    {
        var rows = FairlearnRows.Evaluate(FairlearnRows.Ordinal(), "M", "F");
        foreach (var (item, figures) in FairlearnRows.Expected("rsmtool_DSM").Where(one => one.Value is JsonObject))
        {
            foreach (var (group, dsm) in figures!.AsObject())
            {
                Expect.Same((double)dsm!, rows.One("dsm", item == "all" ? null : item, group: group).Value, $"DSM {item} {group}");
            }
        }
        foreach (var (cell, figures) in FairlearnRows.Expected("control_item")["by_group"]!.AsObject())
        {
            var (item, group) = (cell.Split('|')[0], cell.Split('|')[1]);
            SameGroup(rows, item, group, figures!);
        }
        foreach (var (item, figures) in FairlearnRows.Expected("control_item")["difference"]!.AsObject())
        {
            Expect.Same((double)figures!["accuracy"]!, Math.Abs(rows.One("accuracyDifference", item, contrast: "M-F").Value!.Value), $"accuracy {item}");
            Expect.Same((double)figures["mean_machine"]!, Math.Abs(rows.One("meanScoreGap", item, contrast: "M-F").Value!.Value), $"gap {item}");
            Expect.Same(
                (double)figures["mean_human"]!,
                Math.Abs(rows.One("meanScoreGap", item, contrast: "M-F", scorer: "human").Value!.Value),
                $"human gap {item}");
        }
    }

    [Fact]
    public void Crossed_attributes_are_groups_like_any_other_and_an_empty_one_is_undefined()
    {
        var expected = FairlearnRows.Expected("intersection_gender_ell");
        var variants = FairlearnRows.Variants((gender, ell) => gender.Length == 0 ? "" : $"{gender}|{ell}");
        Assert.Equal((int)expected["rows_used"]!, variants.Count(row => row.Group.Length > 0));
        var rows = FairlearnRows.Evaluate(
            [.. variants.Select(row => row with { Item = "all" })], minimum: 1,
            "F|no", "F|yes", "M|no", "M|yes", "X|no", "X|yes");
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
        var variants = FairlearnRows.Variants((gender, _) => gender).Select(row => row with { Item = "all" }).ToList();
        var all = FairlearnRows.Evaluate(variants, minimum: 1, "F", "M", "X");
        foreach (var (group, figures) in FairlearnRows.Expected("three_genders_known_only")["by_group"]!.AsObject())
        {
            SameGroup(all, "all", group, figures!);
        }
        Expect.Same(
            (double)FairlearnRows.Expected("three_genders_known_only")["difference"]!["accuracy"]!,
            Largest(all, "accuracyDifference").Value, "largest with X");

        var rows = FairlearnRows.Evaluate(variants, minimum: 30, "F", "M", "X");
        var small = rows.One("accuracyDifference", "all", contrast: "F-X");
        Assert.Null(small.Value);
        Assert.Contains("minGroupSize", small.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(rows, row => row.Contrast == RowCodes.LargestContrast);
        var two = FairlearnRows.Expected("F_M_only_min_group_30");
        Expect.Same((double)two["difference"]!["accuracy"]!, Math.Abs(rows.One("accuracyDifference", "all", contrast: "F-M").Value!.Value), "F and M");
        foreach (var (basis, key) in new[] { ("cut", "eod_worst_by_cut"), ("level", "eod_worst_by_class") })
        {
            foreach (var (name, odds) in two[key]!.AsObject())
            {
                var level = int.Parse(name.TrimStart('>', '='), CultureInfo.InvariantCulture);
                Expect.Same(
                    (double)odds!,
                    rows.One("equalizedOdds", "all", contrast: "F-M", level: level, basis: basis, aggregation: "max").Value,
                    $"odds {name}");
                var withX = (double)FairlearnRows.Expected("three_genders_known_only")[key]![name]!;
                Expect.Same(WithX(variants, level, basis == "cut" ? Basis.Cut : Basis.Level, withX), 0, $"odds with X {name}");
            }
        }
    }

    private static void SameGroup(IReadOnlyList<MeasureRow> rows, string item, string group, JsonNode figures)
    {
        var accuracy = rows.One("accuracy", item, group: group);
        Expect.Same((double?)figures["accuracy"], accuracy.Value, $"accuracy {item} {group}");
        Expect.Same((double?)figures["mean_machine"], rows.One("meanScore", item, group: group).Value, $"mean {item} {group}");
        Expect.Same((double?)figures["mean_human"], rows.One("meanScore", item, group: group, scorer: "human").Value, $"human mean {item} {group}");
        Assert.Equal((long?)(double?)figures["count"] ?? 0, accuracy.N);
    }

    /// <summary>
    /// The worst case over all pairs of three groups less fairlearn's; 0 where X lacks a rate, which fairlearn takes for 0
    /// so that five responses make its figure, and ours for undefined.
    /// </summary>
    private static double WithX(IReadOnlyList<ScoredRow> variants, int level, Basis basis, double fairlearn)
    {
        var cube = variants.ToData(FairlearnRows.Scale, "F", "M", "X").Cubes[0][0];
        double[] pairs = [.. new[] { (0, 1), (0, 2), (1, 2) }.Select(pair => EqualizedOdds.At(cube, pair.Item1, pair.Item2, level, basis).Max)];
        if (pairs.All(double.IsFinite))
        {
            return pairs.Max() - fairlearn;
        }
        Assert.True(OddsRates.Of(cube, 2, level, basis).TruePositive.N == 0 && double.IsFinite(pairs[0]) && pairs[0] < fairlearn);
        return 0;
    }

    private static MeasureRow Largest(IReadOnlyList<MeasureRow> rows, string measure) =>
        rows.One(measure, "all", contrast: RowCodes.LargestContrast, aggregation: "max");
}
