using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Each question has two answers: is there a difference, and is it within the tolerance. Neither is read from the other.</summary>
public sealed partial class AnswerTests
{
    [Fact]
    public void A_difference_may_be_certain_while_its_size_is_open()
    {
        var answer = Bias(0.382, 0.453, -0.109, -0.032, p: 0.0004, adjusted: 0.002);
        Assert.Equal((Presence.Yes, "male", Verdict.Inconclusive), (answer.Difference.Present, answer.Difference.Against, answer.Verdict));
        Assert.Equal(
            "male get the human's score less often than female: 38.2 % against 45.3 %; male − female is −7.1 percentage points "
            + "(95 % interval −10.9 to −3.2), beyond what chance explains (p < .001). Whether it is more than the tolerance of 5 points is open: these data "
            + "cannot tell.",
            answer.Sentence);
    }

    [Theory]
    [InlineData(-0.03, 0.04, 0.8, "which may be chance (p = .800). It is within the tolerance of 5 points, interval and all.")]
    [InlineData(-0.03, 0.08, 0.2, "which may be chance (p = .200). Whether it is more than the tolerance of 5 points is open")]
    public void A_large_p_shows_nothing_and_the_tolerance_is_asked_apart(double low, double high, double p, string words)
    {
        var answer = Bias(0.51, 0.5, low, high, p, p);
        Assert.Equal((Presence.Open, null), (answer.Difference.Present, answer.Difference.Against));
        Assert.Contains(words, answer.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("fair", answer.Sentence, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("no difference", answer.Sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_difference_that_is_certain_may_lie_within_the_tolerance_or_beyond_it()
    {
        var small = Bias(0.52, 0.5, 0.01, 0.03, p: 0.01, adjusted: 0.02);
        Assert.Equal((Presence.Yes, "female", Verdict.Within), (small.Difference.Present, small.Difference.Against, small.Verdict));
        Assert.Contains("beyond what chance explains (p = .010). It is within", small.Sentence, StringComparison.Ordinal);
        var large = Bias(0.4, 0.5, -0.14, -0.06, p: 1e-9, adjusted: 1e-8);
        Assert.Equal((Presence.Yes, Verdict.Exceeds), (large.Difference.Present, large.Verdict));
        Assert.Contains("It is more than the tolerance of 5 points, interval and all.", large.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_holm_leaves_open_is_said_beside_what_the_figure_shows_alone()
    {
        Assert.Contains(
            "beyond what chance explains for this comparison alone (p = .030). After Holm's adjustment that may be chance (p = .120).",
            Bias(0.4, 0.5, -0.19, -0.01, p: 0.03, adjusted: 0.12).Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Holm", Bias(0.4, 0.5, -0.19, -0.01, p: 0.03, adjusted: 0.04).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_tells_the_difference_in_words_and_beneath_them_both_p_values_where_they_are_not_the_same()
    {
        var left = Bias(0.4, 0.5, -0.19, -0.01, p: 0.03, adjusted: 0.12).Difference;
        Assert.Equal(
            ("perhaps a difference, against male", "p = .030 for this comparison alone, .120 after Holm's adjustment, by which it may be chance"),
            (left.Headline, left.Chance));
        var shown = Bias(0.4, 0.5, -0.19, -0.01, p: 0.002, adjusted: 0.036).Difference;
        Assert.Equal(
            ("a difference, beyond chance, against male", "p = .002 for this comparison alone, .036 after Holm's adjustment"), (shown.Headline, shown.Chance));
        Assert.Equal("p = .030", Bias(0.4, 0.5, -0.19, -0.01, p: 0.03, adjusted: 0.03).Difference.Chance);
        Assert.Equal("no difference shown", Bias(0.4, 0.5, -0.2, 0.01, p: 0.07, adjusted: 0.07).Difference.Headline);
    }

    [Fact]
    public void An_interval_and_a_test_that_disagree_leave_the_difference_open()
    {
        Assert.Equal(Presence.Open, Bias(0.4, 0.5, -0.2, -0.001, p: 0.051, adjusted: 0.051).Difference.Present);
        Assert.Equal(Presence.Open, Bias(0.4, 0.5, -0.2, 0.001, p: 0.049, adjusted: 0.049).Difference.Present);
    }

    [Fact]
    public void A_bound_is_not_rounded_onto_the_tolerance_or_onto_0()
    {
        var sentence = Bias(0.52, 0.5, 0.0003, 0.0497, p: 0.04, adjusted: 0.04).Sentence;
        Assert.Contains("+0.03 to +4.97", sentence, StringComparison.Ordinal);
        Assert.Contains("within the tolerance of 5 points", sentence, StringComparison.Ordinal);
        Assert.Equal("[+0.0003, +0.0497]", FigureFormat.Interval(0.0003, 0.0497, 0.05, isSigned: true));
        Assert.Equal("[0.69996, 0.812]", FigureFormat.Interval(0.69996, 0.8123, 0.7, isSigned: false));
        Assert.Equal("[0.050, 0.100]", FigureFormat.Interval(0.05, 0.1, 0.05, isSigned: false));
        Assert.Equal(".0499", FigureFormat.P(0.0499));
        Assert.Equal("1.000", FigureFormat.P(0.9999));
    }

    [Fact]
    public void No_number_is_shown_on_another_side_of_a_line_than_it_is() =>
        Gen.Select(Gen.Double[-1, 1], Gen.OneOfConst(0.05, 0.1, 0.2), Gen.Double[-0.002, 0.002], Gen.Bool).Sample((far, line, near, isNear) =>
        {
            // Nine decimals are the most that are shown.
            var number = Math.Round(isNear ? line + near : far, 8);
            var shown = Decimals.Rounded(number, Decimals.Needed(2, number, line, -line));
            Assert.Equal(Math.Sign(Math.Round(number - line, 12)), Math.Sign(Math.Round((double)shown - line, 12)));
            Assert.Equal(Math.Sign(Math.Round(number + line, 12)), Math.Sign(Math.Round((double)shown + line, 12)));
        });

    [Fact]
    public void The_two_shares_of_a_sentence_differ_as_printed_by_the_difference_that_it_prints() =>
        Gen.Select(Gen.Int[40, 900], Gen.Int[40, 900], Gen.Double.Unit, Gen.Double.Unit).Sample((one, other, right, also) =>
        {
            var (reference, focal) = (Math.Round(right * one) / one, Math.Round(also * other) / other);
            var sentence = Bias(reference, focal, reference - focal - 0.07, reference - focal + 0.07, 0.3, 0.3).Sentence;
            var shares = Share().Matches(sentence).Select(share => Number(share.Groups[1].Value)).ToList();
            var difference = Printed().Match(sentence) is { Success: true } match ? Number(match.Groups[1].Value) : 0;
            // Where four decimals do not make them agree, the shares are left to the tables.
            Assert.Contains(shares.Count, new[] { 0, 2 });
            Assert.Equal(Math.Abs(difference), shares.Count == 0 ? Math.Abs(difference) : Math.Abs(shares[0] - shares[1]));
            Assert.True(Math.Sign(difference) == Math.Sign(reference - focal) || (difference == 0 && Math.Abs(reference - focal) < 0.0005));
        });

    [Fact]
    public void Groups_of_crossed_attributes_are_told_in_words_and_what_they_share_once()
    {
        Assert.Equal("girls, poor", GroupWords.Of("girls|poor"));
        Assert.Equal("boys − girls (poor)", new GroupContrast("c", "boys|poor", "girls|poor").Title);
        Assert.Equal("boys, poor − girls, rich", new GroupContrast("c", "boys|poor", "girls|rich").Title);
        Assert.Equal("boys − girls", new GroupContrast("c", "boys", "girls").Title);
    }

    [Fact]
    public void A_tie_is_not_told_as_less() =>
        Assert.StartsWith(
            "The machine gives the human's score as often for male (50.0 %) as for female (50.0 %), as far as is shown",
            Bias(0.5, 0.5, -0.04, 0.04, 1, 1).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.0005, Presence.Yes, "beyond what chance explains (p < .001)")]
    [InlineData(0.4, Presence.Open, "which may be chance (p = .400)")]
    public void A_distance_differs_where_a_permutation_says_so_and_is_against_nobody(double p, Presence present, string words)
    {
        var answer = Odds(0.081, 0.06, 0.0996, p);
        Assert.Equal((present, null), (answer.Difference.Present, answer.Difference.Against));
        Assert.Contains("8.10 percentage points on average (95 % interval 6.00 to 9.96; chance alone gives 3.90)", answer.Sentence, StringComparison.Ordinal);
        Assert.Contains(words, answer.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_a_distance_that_is_above_0_is_not_printed_as_0()
    {
        var sentence = Odds(0.031, 0.00047, 0.051, 0.01).Sentence;
        Assert.Contains("differ by 3.10 percentage points on average (95 % interval 0.05 to 5.10; chance", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_that_are_equal_are_told_as_equal() => Assert.Contains(
        "get a given machine score at equal rates (95 % interval 0.0 to 2.0; chance alone gives 3.9). It is", Odds(0, 0, 0.02, 1).Sentence,
        StringComparison.Ordinal);

    private static Answer Odds(double value, double low, double high, double p) => Assert.Single(Answers.Of(new MeasureIndex(
        [
            Row("accuracy", 0.5), Contrast("equalizedOdds", value) with
            {
                Basis = "level", Aggregation = "mean", Low = low, High = high, Confidence = 0.95, Test = "permutation", PValue = p,
                ExpectedByChance = 0.039, Tolerance = 0.1, Verdict = Verdict.Within,
            },
        ],
        ["male", "female"])));

    private static Answer Bias(double reference, double focal, double low, double high, double p, double adjusted) =>
        Assert.Single(Answers.Of(new MeasureIndex(
            [
                Row("accuracy", 0.5), Row("accuracy", reference) with { Group = "male" }, Row("accuracy", focal) with { Group = "female" },
                RowJudgement.Judge(
                    Contrast("accuracyDifference", reference - focal) with { Low = low, High = high, Confidence = 0.95, PValue = p, PAdjusted = adjusted },
                    tolerance: 0.05),
            ],
            ["male", "female"])));

    private static MeasureRow Row(string measure, double value) => new() { Measure = measure, Scorer = "vendor", ItemId = "q", N = 1000, Value = value };

    private static MeasureRow Contrast(string measure, double value) => Row(measure, value) with { Contrast = "male-female" };

    private static decimal Number(string printed) => decimal.Parse(printed.Replace('−', '-'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+) %(?! interval)")]
    private static partial Regex Share();

    [GeneratedRegex(@"is ([+−]?[\d.]+) percentage points")]
    private static partial Regex Printed();
}
