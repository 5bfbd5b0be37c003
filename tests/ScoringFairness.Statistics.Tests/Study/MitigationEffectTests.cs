using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>A mitigated scorer beside its twin.</summary>
public sealed class MitigationEffectTests
{
    private static readonly ScoreScale Scale = new(0, 3, 1);
    private static readonly string[] Told = ["accuracyDifference", "meanScoreGapChange", "equalizedOdds", "conditionalMeanScoreDifference", "qwk"];

    [Fact]
    public void A_change_is_the_difference_of_the_two_scorers_own_figures_and_its_interval_is_that_of_pairs()
    {
        var rows = Evaluate(Simulated(600, 1, 0.3), 400);
        var changes = rows.Where(row => row.Measure == "mitigationEffect").ToList();
        Assert.Equal(Told, changes.Select(row => row.OfMeasure));
        Assert.All(changes, change =>
        {
            var measure = MeasureCatalogue.Of(change.OfMeasure!);
            var (own, twin) = (Main("penalised"), Main("twin"));
            Assert.Equal(("penalised", "twin", own.Contrast), (change.Scorer, change.ComparedWith, change.Contrast));
            Assert.Equal(own.Value!.Value - twin.Value!.Value, change.Value!.Value, 1e-12);
            Assert.True(change.Low <= change.Value && change.Value <= change.High);
            // What both scorers have in common goes: pairs say more than two intervals.
            Assert.True(change.High - change.Low < 0.8 * (own.High - own.Low + twin.High - twin.Low), change.OfMeasure);
            Assert.Null(change.Verdict);

            MeasureRow Main(string scorer) => rows.Single(row => row.Measure == measure.Code && row.Scorer == scorer && row.Group is null && row.IsMain());
        });
    }

    [Fact]
    public void A_mitigation_that_changes_no_score_changes_nothing_for_certain()
    {
        var (twin, _) = Simulated(300, 2, 0);
        var changes = Evaluate((twin, twin), 100).Where(row => row.Measure == "mitigationEffect");
        Assert.All(changes, row => Assert.Equal((0.0, 0.0, 0.0), (row.Value, row.Low, row.High)));
    }

    [Fact]
    public void Its_interval_holds_the_change_that_was_planted_as_often_as_it_says()
    {
        var held = Enumerable.Range(0, 200).Count(study =>
        {
            var row = Evaluate(Simulated(400, 100 + study, 0.3), 200).Single(row => row.OfMeasure == "conditionalMeanScoreDifference");
            return row.Low <= -0.3 && row.High >= -0.3;
        });
        Assert.InRange(held / 200.0, 0.90, 0.99);
    }

    [Fact]
    public void A_group_too_small_has_no_change()
    {
        var rows = Evaluate(Simulated(50, 3, 0.3), 100).Where(row => row.Measure == "mitigationEffect").ToList();
        Assert.All(rows.Where(row => row.Contrast is not null), row => Assert.Null(row.Value));
        Assert.All(rows.Where(row => row.Contrast is not null), row => Assert.Contains("minGroupSize", row.Note!, StringComparison.Ordinal));
        Assert.NotNull(rows.Single(row => row.OfMeasure == "qwk").Value);
    }

    /// <summary>A twin that gives the reference group more at equal human score, and a mitigated scorer that takes so much of that away.</summary>
    private static (ScoredRow[] Twin, ScoredRow[] Mitigated) Simulated(int count, int seed, double taken)
    {
        var random = new Random(seed);
        var twin = Enumerable.Range(0, count).Select(at =>
        {
            var human = random.Next(4);
            // Far from the ends of the scale, so that nothing is cut off what is planted.
            return new ScoredRow("one", at % 2 == 0 ? "a" : "b", human, 0.5 * human + 0.75 + (at % 2 == 0 ? 0.4 : 0) + 0.3 * Normal(random));
        }).ToArray();
        return (twin, [.. twin.Select(row => row with { Machine = row.Machine - (row.Group == "a" ? taken : 0) + 0.15 * Normal(random) })]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static IReadOnlyList<MeasureRow> Evaluate((ScoredRow[] Twin, ScoredRow[] Mitigated) scores, int draws)
    {
        var (one, other) = (scores.Twin.ToData(Scale, "a", "b"), scores.Mitigated.ToData(Scale, "a", "b"));
        var data = new EvaluationData
        {
            Groups = one.Groups,
            Items = one.Items,
            Scorers = [new StudyScorer("twin", "mixed"), new StudyScorer("penalised", "mixed")],
            Cubes = [one.Cubes[0], other.Cubes[0]],
            Twins = [new TwinScorers(1, 0)],
            PairedResponses = scores.Twin.ToResponses(one, scores.Twin, scores.Mitigated),
        };
        return StudyEvaluation.Evaluate(
            data, new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = draws, Permutations = 20, Seed = 5 });
    }
}
