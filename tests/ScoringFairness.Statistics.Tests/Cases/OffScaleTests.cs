using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Tests.Cases;

/// <summary>Machine scores off the scale.</summary>
public sealed class OffScaleTests
{
    private static readonly ScoreScale Scale = new(0, 3, 1);

    [Theory]
    [InlineData(-0.5, false)]
    [InlineData(3.5, false)]
    [InlineData(3.51, true)]
    [InlineData(-0.51, true)]
    [InlineData(72, true)]
    public void Half_a_step_beyond_the_ends_still_rounds_onto_the_scale(double score, bool isOff) => Assert.Equal(isOff, Scale.IsOff(score));

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void More_than_one_in_a_hundred_leaves_no_verdict(long off, bool isUndefined)
    {
        var data = Enumerable.Range(0, 240)
            .Select(at => new ScoredRow("item", at % 2 == 0 ? "a" : "b", at / 2 * 7 % 4, (at / 2 * 7 + at % 5 / 4) % 4)).ToData(Scale, "a", "b");
        var rows = StudyEvaluation.Evaluate(
            new EvaluationData { Groups = data.Groups, Items = data.Items, Scorers = data.Scorers, Cubes = data.Cubes, OffScale = [[off]] },
            new EvaluationOptions
            {
                Reference = "a",
                Focal = ["b"],
                BootstrapDraws = 50,
                Permutations = 50,
                Tolerances = new Dictionary<string, double> { ["accuracyDifference"] = 0.05 },
            },
            TestContext.Current.CancellationToken);
        var row = rows.One("accuracyDifference", "item", contrast: "a-b");
        Assert.NotNull(row.Value);
        Assert.Equal(isUndefined, row.Verdict == Verdict.Undefined);
        Assert.Equal(isUndefined, row.Note?.Contains("off the scale") ?? false);
    }
}
