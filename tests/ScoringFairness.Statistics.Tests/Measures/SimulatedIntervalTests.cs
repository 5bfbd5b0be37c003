using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>How often the intervals of group contrasts hold the truth, on essays made at random.</summary>
public sealed class SimulatedIntervalTests
{
    private const int Studies = 300;
    private static readonly SimulatedRatings Population = new() { N = 0, FocalError = 1.3, Planted = 0.1, RatedTwice = 0.8 };
    private static readonly Lazy<IReadOnlyList<MeasureRow>> Truth = new(() => Evaluate(Population with { N = 400_000 }, new Random(1), draws: 2));

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    public void Intervals_hold_the_truth_as_often_as_they_say(int n)
    {
        (string Measure, string? Group, int? Level)[] figures =
        [
            ("qwkDifference", null, null), ("correlationDifference", null, null), ("prmseDifference", null, null),
            ("largeErrorRateDifference", null, null), ("conditionalMeanScoreDifference", null, null), ("conditionalMeanScoreDifference", null, 3),
            ("positivePredictiveValueDifference", null, 3), ("impactRatio", "b", null),
        ];
        // Of fewer than 120 of a group rated twice there is no PRMSE.
        figures = [.. figures.Where(figure => n >= ProportionalReduction.LeastRatedTwice || figure.Measure != "prmseDifference")];
        var held = new int[figures.Length];
        for (var study = 0; study < Studies; study++)
        {
            var rows = Evaluate(Population with { N = n }, new Random(1000 * n + study), draws: 200);
            foreach (var (at, figure) in figures.Index())
            {
                var (truth, row) = (Row(Truth.Value, figure), Row(rows, figure));
                held[at] += row.Low <= truth.Value && truth.Value <= row.High ? 1 : 0;
            }
        }
        // Monte-Carlo error of .95 is .013, and 200 draws cover a little less than 2,000 do.
        Assert.All(figures.Zip(held), one => Assert.True(one.Second is >= (int)(0.905 * Studies), $"{one.First}: {(double)one.Second / Studies}"));
    }

    private static MeasureRow Row(IReadOnlyList<MeasureRow> rows, (string Measure, string? Group, int? Level) figure) => rows.One(
        figure.Measure, "item", group: figure.Group, contrast: figure.Group is null ? "a-b" : null, level: figure.Level,
        basis: figure.Level is null ? null : "level");

    private static IReadOnlyList<MeasureRow> Evaluate(SimulatedRatings ratings, Random random, int draws) => StudyEvaluation.Evaluate(
        ratings.Draw(random).ToData(SimulatedRatings.Scale, "a", "b"),
        new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = draws, Permutations = 1, Seed = 2 });
}
