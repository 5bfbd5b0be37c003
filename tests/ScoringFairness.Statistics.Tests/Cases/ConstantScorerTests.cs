using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Tests.Cases;

/// <summary>Scorers of which nothing can be said: always the same score, or no score of an item at all.</summary>
public sealed class ConstantScorerTests
{
    private static readonly ScoreScale Scale = new(0, 3, 1);

    private static readonly string[] Regressions = ["osa", "osd", "csd"];

    [Theory]
    [InlineData(2)]
    [InlineData(1.9)]
    public void One_score_for_all_has_no_verdict_and_no_conditional_difference(double machine)
    {
        var rows = CaseFile.Evaluate(Rows((_, _) => machine), Scale);
        Assert.All(rows.Where(row => row.Scorer != RowCodes.Human && row.Verdict is not null), row => Assert.Equal(Verdict.Undefined, row.Verdict));
        Assert.Contains(rows, row => row is { Measure: "equalizedOdds", Verdict: Verdict.Undefined } && row.Note!.Contains("the same score"));
        Assert.Null(rows.One("csd", "item").Value);
        Assert.DoesNotContain(rows, row => row.Measure == "csdCoefficient");
    }

    [Fact]
    public void One_score_for_all_of_each_item_has_no_verdict_pooled_either()
    {
        var rows = CaseFile.Evaluate(
            Rows((_, _) => 1).Concat(Rows((_, _) => 2).Select(row => row with { Item = "other" })), Scale);
        Assert.All(rows.Where(row => row.Scorer != RowCodes.Human && row.Verdict is not null), row => Assert.Equal(Verdict.Undefined, row.Verdict));
    }

    [Fact]
    public void A_score_that_the_human_score_decides_leaves_groups_nothing_to_explain()
    {
        var rows = CaseFile.Evaluate(Rows((_, human) => human / 2 + 0.5), Scale);
        Assert.Null(rows.One("csd", "item").Value);
        Assert.Contains("beside the human score", rows.One("csd", "item").Note);
    }

    [Fact]
    public void Two_constant_scores_have_no_kappa()
    {
        var rows = CaseFile.Evaluate(Rows((_, _) => 2).Select(row => row with { Human = 2 }), Scale);
        Assert.All(rows.Where(row => row.Measure == "kappa"), row => Assert.Null(row.Value));
        Assert.Contains("one and the same score", rows.One("kappa", "item").Note);
    }

    [Fact]
    public void A_scorer_without_a_score_of_an_item_has_undefined_figures_there()
    {
        var rows = Rows((at, human) => Math.Min(3, human + at % 3 / 2)).ToList();
        var both = rows.Concat(rows.Select(row => row with { Item = "other" })).ToData(Scale, "a", "b");
        var measured = StudyEvaluation.Evaluate(
            new EvaluationData
            {
                Groups = both.Groups,
                Items = both.Items,
                Scorers = [new StudyScorer("full", null), new StudyScorer("half", null)],
                Cubes = [both.Cubes[0], [both.Cubes[0][0], new CountCube(2, Scale)]],
            },
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 },
            TestContext.Current.CancellationToken);
        Assert.All(Regressions, measure =>
        {
            Assert.NotNull(measured.One(measure, "other", scorer: "full").Value);
            Assert.NotNull(measured.One(measure, "item", scorer: "half").Value);
            Assert.Null(measured.One(measure, "other", scorer: "half").Value);
            Assert.NotNull(measured.One(measure, "other", scorer: "half").Note);
        });
    }

    private static IEnumerable<ScoredRow> Rows(Func<int, double, double> machine) => Enumerable.Range(0, 240)
        .Select(at => (At: at, Human: at / 2 * 7 % 4)).Select(one => new ScoredRow("item", one.At % 2 == 0 ? "a" : "b", one.Human, machine(one.At, one.Human)));
}
