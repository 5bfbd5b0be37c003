using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>How scores change with words swapped.</summary>
public sealed class SwapFiguresTests
{
    private static readonly ScoreScale Scale = new(0, 3, 1);

    [Fact]
    public void A_change_is_told_by_direction_of_all_of_each_group_and_of_one_less_the_other()
    {
        var rows = Evaluate([.. Enumerable.Range(0, 120).Select(at => new SwappedResponse(
            0, at % 2, at, at % 3 == 0 ? "firstToSecond" : "secondToFirst",
            (at % 2 == 0 ? 0.2 : 0.1) * (at % 3 == 0 ? 1 : -1) + 0.01 * (at % 5 - 2), at % 10 == 0))]);
        Assert.Equal(0.15, One("swapScoreChange", "firstToSecond", null, null).Value!.Value, 1e-9);
        Assert.Equal((40, 20), (One("swapScoreChange", "firstToSecond", null, null).N, One("swapScoreChange", "firstToSecond", "a", null).N));
        Assert.Equal(0.2, One("swapScoreChange", "firstToSecond", "a", null).Value!.Value, 1e-9);
        Assert.Equal(-0.1, One("swapScoreChange", "secondToFirst", "b", null).Value!.Value, 1e-9);
        var difference = One("swapScoreChange", "secondToFirst", null, "a-b");
        Assert.Equal(-0.1, difference.Value!.Value, 1e-9);
        Assert.True(difference.High < 0 && difference.Verdict is null);
        // Every tenth of all is of group a, and every third of these is swapped the first way.
        Assert.Equal(0.2, One("swapLevelChange", "firstToSecond", "a", null).Value!.Value, 1e-9);
        Assert.Equal(0, One("swapLevelChange", "firstToSecond", "b", null).Value!.Value, 1e-9);

        MeasureRow One(string measure, string direction, string? group, string? contrast) => rows.Single(row =>
            row.Measure == measure && row.Direction == direction && row.Group == group && row.Contrast == contrast);
    }

    [Fact]
    public void A_group_with_few_such_responses_has_no_figure_and_a_study_without_swaps_has_none_of_them()
    {
        var rows = Evaluate([.. Enumerable.Range(0, 40).Select(at => new SwappedResponse(0, at < 30 ? 0 : 1, at, "firstToSecond", 0.1 * (at % 3), false))]);
        Assert.NotNull(rows.Single(row => row is { Measure: "swapScoreChange", Group: "a" }).Value);
        foreach (var row in rows.Where(row => row.Direction is not null && (row.Group == "b" || row.Contrast is not null)))
        {
            Assert.Null(row.Value);
            Assert.Contains("hold such words", row.Note!, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(Evaluate(null), row => row.Direction is not null);
    }

    private static IReadOnlyList<MeasureRow> Evaluate(IReadOnlyList<SwappedResponse>? swaps)
    {
        ScoredRow[] scores = [.. Enumerable.Range(0, 120).Select(at => new ScoredRow("one", at % 2 == 0 ? "a" : "b", at % 4, at / 2 % 4))];
        var data = scores.ToData(Scale, "a", "b");
        return StudyEvaluation.Evaluate(
            new EvaluationData
            {
                Groups = data.Groups,
                Items = data.Items,
                Scorers = data.Scorers,
                Cubes = data.Cubes,
                Swaps = swaps is null ? null : [swaps],
            },
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20, MinGroupSize = 20 });
    }
}
