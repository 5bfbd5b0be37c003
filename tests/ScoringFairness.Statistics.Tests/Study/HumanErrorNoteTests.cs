using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Measures;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>What is said of figures at the same human score where groups differ in it.</summary>
public sealed class HumanErrorNoteTests
{
    private static readonly HashSet<string> GivenHuman =
    [
        "truePositiveRateDifference", "falsePositiveRateDifference", "equalizedOdds", "equalizedOddsTotalVariation", "conditionalMeanScoreDifference",
        "csd", "csdCoefficient", "difUniform", "difNonUniform", "difEffectSize",
    ];

    [Theory]
    [InlineData(0.6, true)]
    [InlineData(0, false)]
    public void It_stands_at_every_such_figure_where_groups_differ_in_mean_human_score_and_nowhere_else(double apart, bool isSaid)
    {
        var rows = StudyEvaluation.Evaluate(
            new SimulatedRatings { N = 300, Apart = apart }.Draw(new Random(4)).ToData(SimulatedRatings.Scale, "a", "b"),
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 20, Permutations = 20 }, TestContext.Current.CancellationToken);
        var noted = rows.Where(row => row.Note?.Contains("Humans err", StringComparison.Ordinal) == true).Select(row => row.Measure).ToHashSet();
        Assert.Equal(isSaid ? GivenHuman.Order(StringComparer.Ordinal) : [], noted.Order(StringComparer.Ordinal));
        Assert.Equal(isSaid, rows.Where(row => GivenHuman.Contains(row.Measure) && row.Value is not null)
            .All(row => row.Note?.Contains("Humans err", StringComparison.Ordinal) == true));
    }
}
