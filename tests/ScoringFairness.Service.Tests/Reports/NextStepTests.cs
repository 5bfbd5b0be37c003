using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>How many more responses would settle an answer that is open, by the figure as it is seen.</summary>
public sealed class NextStepTests
{
    [Fact]
    public void A_difference_within_the_tolerance_says_how_many_more_responses_bring_its_interval_inside() =>
        // 0.0379 of 0.037 points: 4.9 % more, of 15,426.
        Assert.Equal(
            "Disparity, male − female: a difference is shown, and whether it is within the tolerance is open; if the difference stays as it is seen, about "
            + "760 more responses would bring its interval within the tolerance.",
            Told(-0.063, -0.1009, -0.026, n: 15_426, p: 0.001, within: 4000));

    [Fact]
    public void A_count_that_is_not_told_is_not_told_by_what_is_needed_either() => Assert.EndsWith(
        "about 5 % more responses would bring its interval within the tolerance.", Told(-0.063, -0.1009, -0.026, n: null, p: 0.001, within: 4000),
        StringComparison.Ordinal);

    [Fact]
    public void A_difference_beyond_the_tolerance_says_how_many_bring_its_interval_outside() =>
        // 0.06 of 0.04 points: 2.25 times as many.
        Assert.EndsWith(
            "if the difference stays as it is seen, about 1,300 more responses would bring its interval beyond the tolerance.",
            Told(0.14, 0.08, 0.2, n: 1000, p: 0.001, within: 400, exceeds: 900), StringComparison.Ordinal);

    [Fact]
    public void A_difference_that_lies_on_the_tolerance_is_left_to_people() => Assert.EndsWith(
        "the difference lies too near the tolerance for more responses to tell on which side. Decide whether a difference of this size is acceptable.",
        Told(0.0995, 0.05, 0.149, n: 1000, p: 0.001, within: 400), StringComparison.Ordinal);

    [Fact]
    public void What_nothing_differing_would_take_is_said_only_where_no_difference_is_shown()
    {
        Assert.Equal(
            "Disparity, male − female: about 500 more responses would settle this, if nothing differs (four times out of five).",
            Told(0.05, -0.05, 0.15, n: 1000, p: 0.3, within: 1500));
        Assert.DoesNotContain("nothing differs", Told(0.07, 0.02, 0.12, n: 1000, p: 0.01, within: 1500), StringComparison.Ordinal);
    }

    private static string Told(double value, double low, double high, long? n, double p, long? within = null, long? exceeds = null)
    {
        var (measure, contrast) = (DisparityMeasures.MeanScoreGapChange, new GroupContrast("male-female", "male", "female"));
        var row = new MeasureRow
        {
            Measure = measure.Code,
            Scorer = "vendor",
            ItemId = "q",
            Contrast = contrast.Name,
            N = n,
            Value = value,
            Low = low,
            High = high,
            Confidence = 0.95,
            PValue = p,
            Tolerance = 0.1,
            Verdict = Verdict.Inconclusive,
            NeededForWithin = within,
            NeededForExceeds = exceeds,
        };
        var answer = new Answer
        {
            Question = "disparity",
            Scorer = "vendor",
            Difference = Difference.Of(row, measure, contrast),
            Verdict = Verdict.Inconclusive,
            Sentence = "",
            Measure = measure.Code,
            N = n,
        };
        return NeededResponses.Of(new Finding(answer, measure, contrast, row));
    }
}
