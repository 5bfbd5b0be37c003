using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>Probes of the group and decomposed gaps as rows of a study.</summary>
public sealed class CauseFiguresTests
{
    private static readonly ScoreScale Scale = new(0, 3, 1);

    [Fact]
    public void A_probe_that_tells_the_groups_apart_by_the_vector_alone_is_told_so_item_by_item_and_of_all()
    {
        var rows = Evaluate(probes: [.. Enumerable.Range(0, 240).Select(at => new ProbedResponse(
            at / 120, at % 2, at, 1, at / 120 * 3 + at % 3, (at % 2 == 0 ? 1 : 0) + at * 7 % 11 * 0.15, at * 5 % 13))]);
        foreach (var (item, over) in new[] { ("one", (string?)null), ("two", null), (null, "responses") })
        {
            Assert.True(rows.One("groupProbe", item, over, contrast: "a-b").Low > 0.7);
            var plain = rows.One("groupProbePlain", item, over, contrast: "a-b");
            Assert.True(plain.Low < 0.5 && plain.High > 0.5, $"{plain}");
            var less = rows.One("groupProbeDifference", item, over, contrast: "a-b");
            Assert.Equal(rows.One("groupProbe", item, over, contrast: "a-b").Value!.Value - plain.Value!.Value, less.Value!.Value, 1e-12);
            Assert.True(less is { Low: > 0, Verdict: null, N: var n } && n == (item is null ? 240 : 120), $"{less}");
        }
    }

    [Fact]
    public void A_group_that_hardly_met_a_probe_has_no_figure_and_nobody_who_did_not_ask_has_any()
    {
        var rows = Evaluate(probes: [.. Enumerable.Range(0, 240).Where(at => at % 2 == 0 || at < 30)
            .Select(at => new ProbedResponse(at / 120, at % 2, at, 1, at / 120, at, at))]);
        var few = rows.One("groupProbe", "one", contrast: "a-b");
        Assert.Null(few.Value);
        Assert.Contains("Of group 'b' fewer held-out responses", few.Note!, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Evaluate(), row => row.Measure.StartsWith("groupProbe", StringComparison.Ordinal) || row.Measure.StartsWith("gap", StringComparison.Ordinal));
    }

    [Fact]
    public void Parts_sum_to_the_change_of_the_gap_that_the_study_has_without_them()
    {
        var rows = Evaluate(isDecomposed: true);
        foreach (var (item, over) in new[] { ("one", (string?)null), ("two", null), (null, "responses"), (null, "items") })
        {
            string[] parts = ["gapUnexplained", "gapExplainedByLength", "gapExplainedByPrompt", "gapExplainedByItem"];
            var total = Value("gapDecomposed");
            // Items are told apart where they are pooled alone.
            Assert.Equal(total, parts[..(over == "responses" ? 4 : 3)].Sum(Value), 1e-12);
            Assert.Equal(Value("meanScoreGapChange"), total, 1e-12);

            double Value(string measure) => rows.One(measure, item, over, contrast: "a-b").Value!.Value;
        }
        Assert.Contains("a hundred words more go with", rows.One("gapExplainedByLength", "one", contrast: "a-b").Note!, StringComparison.Ordinal);
    }

    private static IReadOnlyList<MeasureRow> Evaluate(IReadOnlyList<ProbedResponse>? probes = null, bool isDecomposed = false)
    {
        ScoredRow[] scores =
        [
            .. Enumerable.Range(0, 240).Select(at => new ScoredRow(at < 120 ? "one" : "two", at % 2 == 0 ? "a" : "b", at % 4, at * at / 5 % 4)),
        ];
        var data = scores.ToData(Scale, "a", "b");
        return StudyEvaluation.Evaluate(
            new EvaluationData
            {
                Groups = data.Groups,
                Items = data.Items,
                Scorers = data.Scorers,
                Cubes = data.Cubes,
                Probes = probes is null ? null : [probes],
                Decomposed = !isDecomposed ? null :
                [
                    [
                        .. scores.Select((score, at) => new DecomposedResponse(
                            at / 120, at % 2, at, 100 + at * 31 % 57, at % 7 < 3 ? "x" : "y", score.Machine - score.Human, double.NaN)),
                    ],
                ],
            },
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20, MinGroupSize = 20 });
    }
}
