using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>
/// What a row says that a verdict needs, tried: as many responses are simulated, and the verdict must come in about four studies of
/// five (.8 ± .08; 300 studies each), of odds' <c>exceeds</c> in more.
/// </summary>
public sealed class NeededResponsesTests
{
    private const int Studies = 300;
    private static readonly ScoreScale Scale = new(0, 3, 1);

    [Theory]
    [InlineData("accuracyDifference", 0.06, null)]
    [InlineData("meanScoreGapChange", 0.1, null)]
    [InlineData("equalizedOdds", 0.1, "mean")]
    public void A_fair_scorer_is_called_within_in_four_of_five(string measure, double tolerance, string? aggregation)
    {
        var told = Study(2_000, 0, 1, measure, tolerance, aggregation).NeededForWithin!.Value;
        var n = (int)(told / 2);
        Assert.InRange(n, 50, 5_000);
        Assert.InRange(Share(n, lowered: 0, measure, tolerance, aggregation, Verdict.Within), 0.72, 0.9);
    }

    [Theory]
    [InlineData("accuracyDifference", 0.03, null, 0.92)]
    [InlineData("equalizedOdds", 0.04, "mean", 1)]
    public void A_scorer_as_unfair_as_the_one_seen_is_called_exceeding_in_four_of_five(
        string measure, double tolerance, string? aggregation, double most)
    {
        const double Lowered = 0.15;
        // Of very many responses: the difference seen is the true one but for its last digits.
        var seen = Study(200_000, Lowered, 1, measure, tolerance, aggregation);
        var n = (int)(seen.NeededForExceeds!.Value / 2);
        Assert.InRange(n, 50, 20_000);
        Assert.InRange(Share(n, Lowered, measure, tolerance, aggregation, Verdict.Exceeds), 0.72, most);
    }

    private static double Share(int n, double lowered, string measure, double tolerance, string? aggregation, Verdict verdict) =>
        (double)Enumerable.Range(0, Studies).AsParallel()
            .Count(number => Study(n, lowered, 10 + number, measure, tolerance, aggregation).Verdict == verdict) / Studies;

    /// <summary>A scorer that is right for 70 of 100, and for fewer of the focal group.</summary>
    private static MeasureRow Study(int n, double lowered, int number, string measure, double tolerance, string? aggregation)
    {
        var random = new RandomStream(RandomStream.Purpose(5, "needed"), number);
        var cube = new CountCube(2, Scale);
        for (var group = 0; group < 2; group++)
        {
            var right = 0.7 - group * lowered;
            for (var at = 0; at < n; at++)
            {
                var human = random.Below(4);
                var machine = random.Uniform() < right ? human : human == 0 ? 1 : human == 3 ? 2 : human + (random.Below(2) * 2) - 1;
                cube.Add(group, human, machine);
            }
        }
        var data = new EvaluationData
        {
            Groups = ["a", "b"],
            Items = [new StudyItem("q", Scale)],
            Scorers = [new StudyScorer("machine", null)],
            Cubes = [[cube]],
        };
        var options = new EvaluationOptions
        {
            Reference = "a",
            Focal = ["b"],
            BootstrapDraws = 400,
            Permutations = 2,
            Seed = number,
            Tolerances = new Dictionary<string, double> { [measure] = tolerance },
        };
        return StudyEvaluation.Evaluate(data, options).Single(row => row.Measure == measure && row.Level is null && row.Contrast == "a-b"
            && row.Scorer == "machine" && row.Aggregation == aggregation && row.Basis is null or RowCodes.Level && row.Form is null);
    }
}
