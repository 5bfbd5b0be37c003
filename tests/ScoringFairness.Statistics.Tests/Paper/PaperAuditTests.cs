using ScoringFairness.Statistics.Tests.Oracles;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Tests.Paper;

/// <summary>The printed results of arXiv 2312.10833, rechecked: the figures of docs/paper-audited.md.</summary>
public sealed class PaperAuditTests
{
    private const int Items = 6;
    private const double GapRule = 0.2;
    private const double OddsRule = 0.01;

    [Fact]
    public void Three_of_four_printed_p_values_follow_from_their_t()
    {
        var tests = Printed("splitAccuracyDifference");
        var p = tests.Select(test => PublishedFigures.PValue(Number(test, "statistic"), Number(test, "df"))).ToList();
        Assert.Equal([0.423, 0.220, 0.689, 0.689], p.Select(one => Math.Round(one, 3)));
        Assert.Equal([true, true, false, true], tests.Select(Follows));
        // Six items make five degrees of freedom; six, as printed, are those of seven pairs.
        Assert.All(tests, test => Assert.NotEqual(Items - 1, Number(test, "df")));
        Assert.Equal([0.429, 0.229, 0.692, 0.692], tests.Select(test => Math.Round(PublishedFigures.PValue(Number(test, "statistic"), Items - 1), 3)));
        Assert.All(PublishedFigures.Adjusted(p), one => Assert.True(one > 0.05));
    }

    [Fact]
    public void No_test_of_the_score_gap_passes_holm_over_six()
    {
        var tests = Printed("meanScoreGap").Where(row => row["statistic"].Length > 0).ToList();
        var p = tests.Select(test => PublishedFigures.PValue(Number(test, "statistic"), Number(test, "df"))).ToList();
        Assert.Equal([0.180, 0.027, 0.015, 0.117, 0.012, 0.019], p.Select(one => Math.Round(one, 3)));
        Assert.All(tests.Zip(p), pair => Assert.Equal(pair.First["p_printed"] == "<.05", pair.Second < 0.05));
        var adjusted = PublishedFigures.Adjusted(p);
        Assert.Equal([0.235, 0.082, 0.076, 0.235, 0.071, 0.076], adjusted.Select(one => Math.Round(one, 3)));
        Assert.All(adjusted, one => Assert.True(one >= 0.05));
    }

    [Fact]
    public void The_change_of_the_gap_against_human_is_not_the_change_against_the_row_above()
    {
        var rows = Printed("meanScoreGap");
        var human = rows.Single(row => row["scorer"] == "human");
        var scorers = rows.Where(row => row["scorer"] != "human").ToList();
        Assert.Equal([-0.0121, 0.0215, 0.0354, -0.0193, -0.0255, 0.0149], scorers.Select(row => Change(row, human)));
        // Scorers trained on both widen the human gap, as does one of one gender; the other three narrow it.
        Assert.Equal(["mixed", "mixed", "only:male"], scorers.Where(row => Change(row, human) < 0).Select(row => row["split"]).Order());

        var above = scorers.Zip(scorers.Skip(1)).Where(pair => pair.First["scorer"] == pair.Second["scorer"]).ToList();
        Assert.Equal([0.0336, 0.0139, -0.0062, 0.0404], above.Select(pair => Change(pair.Second, pair.First)));
        // Every printed t can be of the change against human; two of four cannot be of the change against the row above.
        Assert.All(scorers, row => Assert.True(CanBe(row, human)));
        Assert.Equal([true, false, false, true], above.Select(pair => CanBe(pair.Second, pair.First)));
        // All six t are printed with a minus, though three of the changes are upward.
        Assert.All(scorers, row => Assert.True(Number(row, "statistic") < 0));
    }

    [Fact]
    public void Every_printed_gap_is_within_the_papers_rule_but_one_interval_reaches_it()
    {
        var rows = Printed("meanScoreGap");
        Assert.All(rows, row => Assert.True(Math.Abs(Number(row, "value")) < GapRule));
        var verdicts = rows.Select(row => PublishedFigures.Judge(PublishedFigures.Interval(Number(row, "value"), Number(row, "sd"), Items), GapRule));
        Assert.Equal(
            ("gpt-3.5", "only:male"),
            rows.Zip(verdicts).Where(pair => pair.Second != Verdict.Within).Select(pair => (pair.First["scorer"], pair.First["split"])).Single());
        var human = rows.Single(row => row["scorer"] == "human");
        var (low, high) = PublishedFigures.Interval(Number(human, "value"), Number(human, "sd"), Items);
        Assert.Equal((-0.174, -0.0174), (Math.Round(low, 4), Math.Round(high, 4)));
    }

    [Fact]
    public void No_printed_equalized_odds_meets_the_papers_own_rule_and_mixed_training_has_the_lowest()
    {
        var rows = Printed("equalizedOdds");
        Assert.All(rows, row => Assert.True(Number(row, "value") > 4 * OddsRule));
        Assert.All(rows.GroupBy(row => row["scorer"]), scorer => Assert.Equal("mixed", scorer.MinBy(row => Number(row, "value"))!["split"]));
    }

    [Fact]
    public void Mixed_training_had_two_to_three_times_the_data_and_more_than_both_genders_together()
    {
        var sizes = Table.Read(SharedFolder.Require("data", "paper", "table1_sizes.csv")).Rows;
        Assert.Equal(Items, sizes.Count);
        var ratios = sizes.SelectMany(row =>
            new[] { Number(row, "mixed_train") / Number(row, "male_train"), Number(row, "mixed_train") / Number(row, "female_train") }).ToList();
        Assert.Equal((1.92, 3.36), (Math.Round(ratios.Min(), 2), Math.Round(ratios.Max(), 2)));
        Assert.All(sizes, row => Assert.True(Number(row, "mixed_train") > Number(row, "male_train") + Number(row, "female_train")));
    }

    private static bool Follows(IReadOnlyDictionary<string, string> test) => PublishedFigures.Follows(
        Number(test, "statistic"), Decimals(test["statistic"]), Number(test, "df"), Number(test, "p_printed"), Decimals(test["p_printed"]));

    private static double Change(IReadOnlyDictionary<string, string> row, IReadOnlyDictionary<string, string> from) =>
        Math.Round(Number(row, "value") - Number(from, "value"), 4);

    private static bool CanBe(IReadOnlyDictionary<string, string> row, IReadOnlyDictionary<string, string> against)
    {
        var implied = PublishedFigures.ImpliedDeviation(Change(row, against), Number(row, "statistic"), Items);
        var (one, other) = (Number(row, "sd"), Number(against, "sd"));
        return implied >= Math.Abs(one - other) && implied <= one + other;
    }

    private static int Decimals(string printed) => printed.Length - printed.IndexOf('.', StringComparison.Ordinal) - 1;

    private static double Number(IReadOnlyDictionary<string, string> row, string column) => Table.Number(row[column])!.Value;

    private static List<IReadOnlyDictionary<string, string>> Printed(string measure) =>
        [.. Table.Read(SharedFolder.Require("data", "paper", "printed_results.csv")).Rows.Where(row => row["measure"] == measure)];
}
