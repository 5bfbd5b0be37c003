using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>
/// Inputs on which known toolkits go astray. Where a denominator is 0 ours is undefined: fairlearn takes 0/0 for 0, so that a
/// perfect scorer has the worst odds (1) once a group lacks positives, and a lone group passes for perfectly fair.
/// </summary>
public sealed class FairlearnEdgeCasesTests
{
    private static readonly HashSet<string> Refused = ["multiclass_input", "empty_input", "length_mismatch"];

    public static TheoryData<string?> Cases => SharedFolder.Find("oracles", "fairlearn", "edge_cases.json") is { } path
        ? [.. JsonNode.Parse(File.ReadAllText(path))!["cases"]!.AsArray().Select(one => (string)one!["name"]!).Where(name => !Refused.Contains(name))]
        : [(string?)null];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rate_is_fairlearns_or_undefined_with_a_denominator_of_0(string? name)
    {
        var one = Case(name!);
        foreach (var (group, cube) in Groups(one))
        {
            var rates = OddsRates.Of(cube, 0, 1, Basis.Level);
            if (one["fairlearn"]!["by_group"]![group] is not { } theirs)
            {
                continue;
            }
            foreach (var (rate, key) in new[] { (rates.TruePositive, "tpr"), (rates.FalsePositive, "fpr") })
            {
                if (rate.N == 0)
                {
                    Assert.Equal(0.0, (double)theirs[key]!);
                    Assert.True(double.IsNaN(rate.Value));
                }
                else
                {
                    Expect.Same((double)theirs[key]!, rate.Value, $"{name} {group} {key}");
                }
            }
        }
    }

    [Theory]
    [InlineData("group_without_positives", true)]
    [InlineData("group_without_negatives", true)]
    [InlineData("all_predicted_negative", false)]
    [InlineData("fpr_zero_in_both", false)]
    [InlineData("tpr_zero_in_both", false)]
    public void Odds_of_two_groups_are_fairlearns_unless_a_rate_is_missing(string name, bool isUndefined)
    {
        var one = Case(name);
        var cube = Cube(one, "M", "F");
        var (mean, max) = EqualizedOdds.At(cube, 0, 1, 1, Basis.Cut);
        if (isUndefined)
        {
            Assert.True(double.IsNaN(mean) && double.IsNaN(max));
            Assert.Equal(0, EqualizedOdds.Over(cube, 0, 1, Basis.Cut).Defined);
            Assert.True((double)one["fairlearn"]!["eod_worst"]! > 0);
            return;
        }
        Expect.Same((double)one["fairlearn"]!["eod_mean"]!, mean, name);
        Expect.Same((double)one["fairlearn"]!["eod_worst"]!, max, name);
    }

    [Fact]
    public void A_lone_group_has_no_contrast_and_no_odds_figure_that_looks_fair()
    {
        var rows = Evaluate(Case("single_group"), 1, "M");
        Assert.DoesNotContain(rows, row => row.Contrast is not null);
        Assert.Contains(rows, row => row.Measure == "truePositiveRate" && row.Group == "M" && row.Value is not null);
    }

    [Fact]
    public void A_group_of_one_drives_no_largest_difference()
    {
        var one = Case("three_groups_tiny_third");
        Assert.Equal(0.5, (double)one["fairlearn"]!["eod_worst"]!);
        var rows = Evaluate(one, 8, "M", "F", "X");
        Assert.DoesNotContain(rows, row => row.Contrast == RowCodes.LargestContrast);
        Assert.All(rows.Where(row => row.Contrast == "M-X"), row => Assert.Null(row.Value));
        Assert.Equal(0, rows.One("equalizedOdds", "item", contrast: "M-F", basis: "cut", aggregation: "max").Value);
    }

    [Fact]
    public void Responses_without_a_group_take_no_part_in_any_contrast()
    {
        foreach (var name in new[] { "missing_group_None_in_list", "missing_group_nan_in_list", "missing_group_None_in_Series" })
        {
            var rows = Evaluate(Case(name), 1, "M", "F");
            Assert.Equal(4, rows.One("accuracy", "item").N);
            Assert.Equal(1, rows.One("equalizedOdds", "item", contrast: "M-F", basis: "cut", aggregation: "max").Value);
        }
    }

    [Fact]
    public void Several_classes_are_scored_and_no_response_gives_no_figure()
    {
        var cube = Cube(Case("multiclass_input"), new ScoreScale(0, 4, 1), "M", "F");
        Assert.Equal(3, Accuracy.Of(cube, 0).Hits);
        var nothing = new CountCube(2, new ScoreScale(0, 1, 1));
        Assert.True(double.IsNaN(Accuracy.Of(nothing, 0).Value) && double.IsNaN(QuadraticWeightedKappa.Of(JointMoments.Of(nothing))));
        Assert.Equal((double.NaN, double.NaN, 0), EqualizedOdds.Over(nothing, 0, 1, Basis.Level));
    }

    private static JsonNode Case(string name) =>
        JsonNode.Parse(File.ReadAllText(SharedFolder.Require("oracles", "fairlearn", "edge_cases.json")))!["cases"]!.AsArray()
            .Single(one => (string)one!["name"]! == name)!;

    private static IEnumerable<(string Group, CountCube Cube)> Groups(JsonNode one) => one["sensitive_features"]!.AsArray()
        .Select(group => (string?)group).OfType<string>().Distinct().Select(group => (group, Cube(one, group)));

    private static CountCube Cube(JsonNode one, params string[] groups) => Cube(one, new ScoreScale(0, 1, 1), groups);

    private static CountCube Cube(JsonNode one, ScoreScale scale, params string[] groups)
    {
        var cube = new CountCube(groups.Length, scale);
        foreach (var row in Rows(one).Where(row => groups.Contains(row.Group)))
        {
            cube.Add(Array.IndexOf(groups, row.Group), (int)row.Human, row.Machine);
        }
        return cube;
    }

    private static IEnumerable<ScoredRow> Rows(JsonNode one) => one["sensitive_features"]!.AsArray().Select((group, at) =>
        new ScoredRow("item", (string?)group ?? "", (double)one["y_true"]![at]!, (double)one["y_pred"]![at]!));

    private static IReadOnlyList<MeasureRow> Evaluate(JsonNode one, int minimum, params string[] groups) => StudyEvaluation.Evaluate(
        Rows(one).ToData(new ScoreScale(0, 1, 1), groups),
        new EvaluationOptions { Reference = groups[0], Focal = groups[1..], MinGroupSize = minimum, MinCellSize = 1, BootstrapDraws = 20, Permutations = 20 });
}
