using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>What a scorer does to the gap that humans gave is told as far as it is shown.</summary>
public sealed class GapInWordsTests
{
    [Fact]
    public void The_gaps_of_a_sentence_differ_by_the_shift_that_it_prints() =>
        // The human's own row covers a response that the scorer did not score; the sentence is about those that it did.
        Assert.Equal(
            "Mean score of male minus that of female: +0.180 points by the human, +0.125 by the machine. The machine narrows the gap, shifting it by "
            + "−0.055 points, against male (95 % interval −0.095 to −0.015), beyond what chance explains (p = .007). It is within the tolerance of "
            + "0.1 points, interval and all.",
            Disparity(0.2, 0.05, 0.1249, 0.05, -0.0551, 0.04, 0.007).Sentence);

    [Theory]
    [InlineData(0.2, 0.35, "The machine widens the gap, shifting it by +0.15 points, against female")]
    [InlineData(0.2, 0.1, "The machine narrows the gap, shifting it by −0.10 points, against male")]
    [InlineData(0.2, -0.15, "The machine reverses the gap, shifting it by −0.35 points, against male")]
    // The machine's gap may be on either side.
    [InlineData(0.2, -0.04, "The machine leaves no gap that is shown, shifting it by −0.24 points, against male")]
    [InlineData(0.2, 0.04, "The machine leaves no gap that is shown, shifting it by −0.16 points, against male")]
    [InlineData(0.02, -0.15, "In human scores no gap is shown (95 % interval −0.06 to +0.10); the machine shifts the difference by −0.17 points, against male")]
    [InlineData(0, -0.15, "In human scores no gap is shown (95 % interval −0.08 to +0.08); the machine shifts the difference by −0.15 points, against male")]
    public void A_gap_that_is_not_shown_is_neither_widened_nor_narrowed_nor_reversed(double human, double machine, string words) =>
        Assert.Contains($"by the machine. {words} (95 % interval ", Disparity(human, 0.08, machine, 0.08, machine - human, 0.05, 0.0001).Sentence,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0.2, 0.22, 0.538, 0.538, "No change of the gap is shown: +0.02 points (95 % interval −0.03 to +0.07), which may be chance (p = .538).")]
    [InlineData(0.02, 0.04, 0.538, 0.538, "In human scores no gap is shown (95 % interval −0.06 to +0.10), and no change of it by the machine: +0.02 points")]
    [InlineData(0.2, 0.2, 1, 1, "No change of the gap is shown: 0.00 points (95 % interval −0.05 to +0.05). It is")]
    // Alone it would be one.
    [InlineData(0.2, 0.3, 0.01, 0.2, "The machine shifts the gap by +0.10 points, against female (95 % interval +0.05 to +0.15), beyond what chance "
        + "explains for this comparison alone (p = .010). After Holm's adjustment that may be chance (p = .200).")]
    public void A_change_that_chance_may_make_is_not_told_as_a_fact(double human, double machine, double p, double adjusted, string words)
    {
        var sentence = Disparity(human, 0.08, machine, 0.08, machine - human, 0.05 - 1e-9, p, adjusted).Sentence;
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.DoesNotMatch("widens|narrows|reverses", sentence);
    }

    [Theory]
    [InlineData(0.2, 0.35, 0.1, -0.05, "male gain 0.10 points and female lose 0.05 points.")]
    [InlineData(0.2, -0.05, -0.25, 0, "male lose 0.25 points and female keep their points.")]
    public void Who_loses_points_is_said(double human, double machine, double male, double female, string losses)
    {
        MeasureRow Mean(string scorer, string group, double value) => Row("meanScore", value) with { Scorer = scorer, Group = group };
        var answer = Disparity(
            human, 0.08, machine, 0.08, machine - human, 0.05, 0.0001, 0.0001,
            Mean("human", "male", 2 + human), Mean("human", "female", 2),
            Mean("vendor", "male", 2 + human + male), Mean("vendor", "female", 2 + female));
        Assert.EndsWith($"Against their human scores {losses}", answer.Sentence, StringComparison.Ordinal);
    }

    /// <summary>The human's gap and the machine's with the halves of their intervals, and the change between them.</summary>
    private static Answer Disparity(
        double human, double humanHalf, double machine, double machineHalf, double change, double half, double p, double? adjusted = null,
        params MeasureRow[] more) =>
        Assert.Single(Answers.Of(new MeasureIndex(
            [
                Row("accuracy", 0.5), Gap("vendor", machine, machineHalf), Gap("human", human, humanHalf),
                RowJudgement.Judge(
                    Contrast("meanScoreGapChange", change) with
                    {
                        Low = change - half, High = change + half, Confidence = 0.95, PValue = p, PAdjusted = adjusted ?? p,
                    },
                    tolerance: 0.1),
                .. more,
            ],
            ["male", "female"])));

    private static MeasureRow Gap(string scorer, double value, double half) =>
        Contrast("meanScoreGap", value) with { Scorer = scorer, Low = value - half, High = value + half, Confidence = 0.95 };

    private static MeasureRow Row(string measure, double value) => new() { Measure = measure, Scorer = "vendor", ItemId = "q", N = 1000, Value = value };

    private static MeasureRow Contrast(string measure, double value) => Row(measure, value) with { Contrast = "male-female" };
}
