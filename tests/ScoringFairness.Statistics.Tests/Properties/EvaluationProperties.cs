using CsCheck;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Properties;

/// <summary>What must hold of the figures of any study.</summary>
public sealed class EvaluationProperties
{
    private const int Few = 8;

    private static readonly HashSet<string> Signed =
    [
        "accuracyDifference", "meanScoreGap", "standardizedMeanScoreGap", "meanScoreGapChange", "truePositiveRateDifference",
        "falsePositiveRateDifference", "demographicParityDifference", "difUniform", "difNonUniform",
        "qwkDifference", "correlationDifference", "prmseDifference", "largeErrorRateDifference", "conditionalMeanScoreDifference",
        "positivePredictiveValueDifference",
    ];

    [Fact]
    public void Exchanging_reference_and_focal_turns_the_sign_of_contrasts_and_leaves_odds() => Studies.Rows().Sample(
        rows =>
        {
            var data = rows.ToData(Studies.Scale, "a", "b");
            var (one, other) = (Studies.Evaluate(data, "a", "b"), Studies.Evaluate(data, "b", "a"));
            foreach (var row in one.Where(row => row.Contrast == "a-b" && row.Over != "items"))
            {
                var exchanged = other.One(
                    row.Measure, row.ItemId, row.Over, contrast: "b-a", level: row.Level,
                    basis: row.Basis, aggregation: row.Aggregation, scorer: row.Scorer);
                var sign = Signed.Contains(row.Measure) ? -1 : 1;
                Expect.Same(sign * exchanged.Value, row.Value, row.Measure);
                if (sign < 0 && row.Method is "newcombe" or "welch")
                {
                    Expect.Same(-exchanged.High, row.Low, row.Measure);
                    Expect.Same(-exchanged.Low, row.High, row.Measure);
                    Expect.Same(exchanged.PValue, row.PValue, row.Measure);
                }
            }
            Assert.All(one.Where(row => row.Contrast is null && row.Group is not null), row =>
                Assert.Equal(
                    row.Value,
                    other.One(row.Measure, row.ItemId, row.Over ?? "responses", row.Group, level: row.Level, basis: row.Basis, scorer: row.Scorer).Value));
        },
        iter: Few);

    [Fact]
    public void The_order_of_responses_changes_nothing() => Gen.Select(Studies.Rows(groups: 3), Gen.Int).Sample(
        (rows, seed) =>
        {
            var shuffled = rows.ToArray();
            new Random(seed).Shuffle(shuffled);
            Same(Studies.Evaluate(rows, "a", "b", "c"), Studies.Evaluate(shuffled, "a", "b", "c"));
        },
        iter: Few);

    [Fact]
    public void Equal_items_merged_are_items_pooled() => Studies.Rows(raw: true).Sample(
        rows =>
        {
            var pooled = Studies.Evaluate(rows, "a", "b").Where(row => row.Over == "responses").ToList();
            var merged = Studies.Evaluate(rows.Select(row => row with { Item = "Q" }), "a", "b");
            Assert.Equal(merged.Count, pooled.Count);
            foreach (var (one, other) in pooled.Zip(merged))
            {
                Assert.Equal((other.Measure, other.Group, other.Contrast, other.N), (one.Measure, one.Group, one.Contrast, one.N));
                Expect.Same(other.Value, one.Value, one.Measure);
            }
        },
        iter: Few);

    [Fact]
    public void A_scorer_that_is_always_right_shows_no_difference() => Studies.Rows(groups: 3).Sample(
        rows =>
        {
            var perfect = Studies.Evaluate(rows.Select(row => row with { Machine = row.Human }), "a", "b", "c");
            foreach (var row in perfect.Where(row => row.Scorer == "machine" && row.Value is not null))
            {
                var expected = row.Measure switch
                {
                    "accuracy" or "qwk" or "kappa" or "exactAgreement" or "adjacentAgreement" or "correlation" or "r2" or "truePositiveRate" => 1.0,
                    "accuracyDifference" or "meanScoreGapChange" or "truePositiveRateDifference" or "falsePositiveRateDifference" or "falsePositiveRate"
                        or "equalizedOdds" or "equalizedOddsTotalVariation" or "rmse" or "smd" or "dsm" => 0.0,
                    _ => (double?)null,
                };
                if (expected is { } value)
                {
                    Assert.True(Math.Abs(row.Value!.Value - value) < 1e-12, $"{row.Measure} {row.Value}");
                }
            }
            Assert.All(perfect.Where(row => row.Measure is "osa" or "osd" or "csd"), row => Assert.NotNull(row.Note));
        },
        iter: Few);

    [Fact]
    public void Twice_the_responses_narrow_every_analytic_interval() => Studies.Rows().Sample(
        rows =>
        {
            var (one, two) = (Studies.Evaluate(rows, "a", "b"), Studies.Evaluate(rows.Concat(rows), "a", "b"));
            foreach (var (single, twice) in one.Zip(two).Where(pair =>
                pair.First.Method is "wilson" or "newcombe" or "welch" or "t" or "wald" && pair.First.Over != "items"))
            {
                Expect.Same(single.Value, twice.Value, single.Measure);
                var (before, after) = (single.High - single.Low, twice.High - twice.Low);
                Assert.True(before > after || before == 0, $"{single.Measure} {single.Group} {single.Contrast}: {before} to {after}");
            }
        },
        iter: Few);

    [Fact]
    public void Rates_follow_from_the_confusion_table() => Studies.Rows().Sample(
        rows =>
        {
            var data = rows.ToData(Studies.Scale, "a", "b");
            var measured = Studies.Evaluate(data, "a", "b");
            foreach (var (number, item) in data.Items.Index())
            {
                var cube = data.Cubes[0][number];
                var own = rows.Where(row => row.Item == item.ItemId && row.Group == "a").ToList();
                for (var level = 0; level < cube.Levels; level++)
                {
                    Assert.Equal(own.Count(row => row.Human == level), cube.AtHuman(0, level));
                    Assert.Equal(own.Count(row => row.Machine == level), cube.AtMachine(0, level));
                    var positive = own.Where(row => row.Human == level).ToList();
                    var negative = own.Where(row => row.Human != level).ToList();
                    Expect.Same(Share(positive), measured.One("truePositiveRate", item.ItemId, group: "a", level: level, basis: "level").Value, "TPR");
                    Expect.Same(Share(negative), measured.One("falsePositiveRate", item.ItemId, group: "a", level: level, basis: "level").Value, "FPR");
                    if (level > 0)
                    {
                        var atLeast = own.Where(row => row.Human >= level).ToList();
                        Expect.Same(atLeast.Count == 0 ? null : (double)atLeast.Count(row => row.Machine >= level) / atLeast.Count,
                            measured.One("truePositiveRate", item.ItemId, group: "a", level: level, basis: "cut").Value, "TPR by cut");
                    }

                    double? Share(List<ScoredRow> of) => of.Count == 0 ? null : (double)of.Count(row => row.Machine == level) / of.Count;
                }
            }
        },
        iter: Few);

    [Fact]
    public void Sums_of_ratings_add_up() => Studies.TwiceRated.Sample(
        rows =>
        {
            var data = rows.ToData(Studies.Scale, "a", "b");
            var (whole, parts) = (new RatingSums(), new RatingSums());
            Array.ForEach(rows, row => whole.Add(row.SecondHuman is { } second ? [row.Human, second] : [row.Human], row.Machine));
            foreach (var sums in data.Ratings![0].SelectMany(groups => groups))
            {
                parts.AddAll(sums);
            }
            Assert.Equal((whole.Single, whole.Multiple), (parts.Single, parts.Multiple));
            for (var term = 0; term < RatingSums.Terms * RatingSums.Terms; term++)
            {
                Expect.Same(whole.Products[term], parts.Products[term], $"product {term}");
            }
            var value = ProportionalReduction.Of(whole.Sums).Value;
            var told = whole.Multiple >= ProportionalReduction.LeastRatedTwice && value < 1 ? value : double.NaN;
            Expect.Same(told, Studies.Evaluate(data, "a", "b").One("prmse").Value, "PRMSE");
            Expect.Same(rows.Count(row => row.SecondHuman is not null), parts.Multiple, "rated twice");
        },
        iter: Few);

    private static void Same(IReadOnlyList<MeasureRow> one, IReadOnlyList<MeasureRow> other)
    {
        Assert.Equal(one.Count, other.Count);
        Assert.All(one.Zip(other), pair => Assert.Equal(Text(pair.First), Text(pair.Second)));
    }

    /// <summary>Every property of a row to the last bit.</summary>
    private static string Text(MeasureRow row) => System.Text.Json.JsonSerializer.Serialize(row);
}
