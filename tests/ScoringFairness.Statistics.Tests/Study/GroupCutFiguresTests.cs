using System.Globalization;
using System.Text.RegularExpressions;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>Cuts between levels by group, as a diagnosis.</summary>
public sealed class GroupCutFiguresTests
{
    private static readonly ScoreScale Scale = new(0, 3, 1);

    [Fact]
    public void Cuts_by_group_take_away_a_shift_of_one_group_and_leave_a_scorer_without_one_as_it_is()
    {
        var shifted = Evaluate(shift: 0.6);
        foreach (var row in shifted.Where(row => row.Contrast is not null))
        {
            // The shift, less what the ends of the scale take of it, is the gap with one set of cuts; cuts by group leave hardly any.
            double[] told = [.. Regex.Matches(row.Note!, @"-?\d\.\d+").Select(one => double.Parse(one.Value, CultureInfo.InvariantCulture))];
            Assert.InRange(told[0], 0.35, 0.6);
            Assert.InRange(told[1], -0.05, 0.05);
            Assert.Equal(told[1] - told[0], row.Value!.Value, 2e-3);
            Assert.True(row.High < -0.3, $"{row}");
        }
        Assert.True(shifted.Single(row => row.OfMeasure == "qwk").Low > 0);
        Assert.All(shifted, row => Assert.StartsWith("A diagnosis: ", row.Note!, StringComparison.Ordinal));
        Assert.All(Evaluate(shift: 0), row => Assert.True(row.Low <= 0 && row.High >= 0, $"{row}"));
    }

    [Fact]
    public void A_response_is_cut_as_the_other_folds_would_have_it_and_few_have_no_cuts_of_their_own()
    {
        StudyItem[] items = [new("one", new ScoreScale(1, 2, 1))];
        // Of the other fold's group 0 one lies below: the cut is halfway between .2 and .8; group 1 has too few.
        CutResponse[] responses =
        [
            new(0, 0, 0, 0, 0, 0.49), new(0, 0, 1, 0, 1, 0.51), new(0, 1, 2, 0, 1, 0.4),
            new(0, 0, 3, 1, 0, 0.2), new(0, 0, 4, 1, 1, 0.8), new(0, 1, 5, 1, 0, 0.3),
        ];
        Assert.Equal([1, 2, 1], CutScores.Of(responses, items, one => one.Group, 2)[..3]);
        // Of all three of the other fold two lie below: the cut is at .55.
        Assert.Equal([1, 1, 1], CutScores.Of(responses, items, _ => null, 2)[..3]);
    }

    private static List<MeasureRow> Evaluate(double shift)
    {
        var random = new Random(4);
        var responses = Enumerable.Range(0, 800).Select(at =>
        {
            var human = random.Next(4);
            return new CutResponse(0, at % 2, at, at % 3, human, human + random.NextDouble() - 0.5 + (at % 2 == 0 ? shift : 0));
        }).ToList();
        var data = responses.Select(one => new ScoredRow("one", one.Group == 0 ? "a" : "b", one.Human, Math.Clamp(Math.Round(one.Expected), 0, 3)))
            .ToData(Scale, "a", "b");
        return [.. StudyEvaluation.Evaluate(
            new EvaluationData { Groups = data.Groups, Items = data.Items, Scorers = data.Scorers, Cubes = data.Cubes, Cut = [responses] },
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 100, Permutations = 20, MinGroupSize = 20 })
            .Where(row => row.Measure == "groupCutEffect")];
    }
}
