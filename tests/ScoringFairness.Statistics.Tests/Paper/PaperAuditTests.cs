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

    [Fact]
    public void Test_sets_of_the_genders_do_not_add_up_to_the_mixed_one_on_any_item()
    {
        var sizes = Table.Read(SharedFolder.Require("data", "paper", "table1_sizes.csv")).Rows;
        Assert.Equal([207, 206, 205, 205, 205, 204], sizes.Select(row => Number(row, "male_test") + Number(row, "female_test")));
        Assert.Equal([230, 230, 230, 229, 229, 228], sizes.Select(row => Number(row, "mixed_test")));
    }

    [Fact]
    public void One_training_size_is_that_of_the_whole_set()
    {
        // A fifth of each set is its test set, in seventeen of eighteen.
        var shares = Table.Read(SharedFolder.Require("data", "paper", "table1_sizes.csv")).Rows.SelectMany(row => new[] { "mixed", "male", "female" }
            .Select(set => (row, set, Share: Number(row, $"{set}_test") / (Number(row, $"{set}_train") + Number(row, $"{set}_test"))))).ToList();
        var (odd, name, share) = Assert.Single(shares, one => Math.Abs(one.Share - 0.2) > 0.004);
        Assert.Equal(("falling weights", "mixed", 0.167), (odd["item"], name, Math.Round(share, 3)));
        // 230 are a fifth of 1,148, which leaves 918 to train on, as on the next item: 2.68 times the men's 342, not 3.36.
        Assert.Equal(0.2, Number(odd, "mixed_test") / Number(odd, "mixed_train"), 0.001);
        Assert.Equal(2.68, Math.Round((Number(odd, "mixed_train") - Number(odd, "mixed_test")) / Number(odd, "male_train"), 2));
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt-3.5")]
    public void A_human_gap_of_point_98_cannot_stand_beside_the_printed_t_and_a_tenth_of_it_can(string scorer)
    {
        var rows = Printed("meanScoreGap");
        var human = rows.Single(row => row["scorer"] == "human");
        var mixed = rows.Single(row => row["scorer"] == scorer && row["split"] == "mixed");
        Assert.False(CanBe(Math.Abs(Number(mixed, "value")) - 0.98, mixed, human));
        Assert.True(CanBe(Math.Abs(Number(mixed, "value")) - 0.098, mixed, human));
        Assert.InRange(0.98, 4 * GapRule, 11 * Math.Abs(Number(human, "value")));
    }

    [Theory]
    [InlineData(0.022, 0.022, 0.020, 0.080, -0.86, 0.15)]
    [InlineData(0.022, 0.022, 0.030, 0.069, -1.37, 0.55)]
    public void No_correlation_makes_the_printed_t_of_the_means_and_deviations_printed_beside_it(
        double mean, double deviation, double other, double otherDeviation, double printed, double largest)
    {
        Assert.Contains(Printed("splitAccuracyDifference"), row => Number(row, "statistic") == printed
            && row["note"].Contains($"{other:.000} SD {otherDeviation:.000}", StringComparison.Ordinal));
        // The deviation of paired differences is least where the columns run in step; half a unit of rounding each way is given to all.
        var difference = Math.Abs(mean - other) + 0.001;
        var least = Math.Abs(deviation - otherDeviation) - 0.001;
        Assert.True(difference * Math.Sqrt(Items + 1) / least < largest);
        Assert.True(largest < Math.Abs(printed));
    }

    private static bool Follows(IReadOnlyDictionary<string, string> test) => PublishedFigures.Follows(
        Number(test, "statistic"), Decimals(test["statistic"]), Number(test, "df"), Number(test, "p_printed"), Decimals(test["p_printed"]));

    private static double Change(IReadOnlyDictionary<string, string> row, IReadOnlyDictionary<string, string> from) =>
        Math.Round(Number(row, "value") - Number(from, "value"), 4);

    private static bool CanBe(IReadOnlyDictionary<string, string> row, IReadOnlyDictionary<string, string> against) =>
        CanBe(Change(row, against), row, against);

    private static bool CanBe(double change, IReadOnlyDictionary<string, string> row, IReadOnlyDictionary<string, string> against)
    {
        var implied = PublishedFigures.ImpliedDeviation(change, Number(row, "statistic"), Items);
        var (one, other) = (Number(row, "sd"), Number(against, "sd"));
        return implied >= Math.Abs(one - other) && implied <= one + other;
    }

    private static int Decimals(string printed) => printed.Length - printed.IndexOf('.', StringComparison.Ordinal) - 1;

    private static double Number(IReadOnlyDictionary<string, string> row, string column) => Table.Number(row[column])!.Value;

    private static List<IReadOnlyDictionary<string, string>> Printed(string measure) =>
        [.. Table.Read(SharedFolder.Require("data", "paper", "printed_results.csv")).Rows.Where(row => row["measure"] == measure)];
}
