using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>
/// Students who answered four items each, scored by a machine that errs by student as well as by response: groups are alike, so a
/// test at .05 may reject in a twentieth of the studies, give or take what 240 simulated ones allow (.05 ± .028).
/// </summary>
public sealed class ClusteredStudyTests
{
    private const int Studies = 240;
    private const int StudentsOfGroup = 60;
    private const int ItemsOfStudent = 4;
    private const double MostRejected = 0.08;
    private static readonly ScoreScale Scale = new(0, 4, 1);

    private static readonly Lazy<IReadOnlyList<IReadOnlyList<MeasureRow>>> Simulated = new(() =>
        [.. Enumerable.Range(0, Studies).AsParallel().AsOrdered().Select(Evaluate)]);

    [Theory]
    [InlineData("accuracyDifference", "responses")]
    [InlineData("meanScoreGap", "responses")]
    [InlineData("osa", "responses")]
    [InlineData("osd", "responses")]
    [InlineData("csd", "responses")]
    [InlineData("difUniform", "responses")]
    [InlineData("difNonUniform", "responses")]
    [InlineData("difEffectSize", "responses")]
    [InlineData("accuracyDifference", "items")]
    [InlineData("meanScoreGap", "items")]
    public void Nothing_is_found_where_nothing_is(string measure, string over)
    {
        var p = Simulated.Value.Select(rows => rows.Single(row =>
            row.Measure == measure && row.Over == over && row.Scorer == "machine" && row.Group is null && row.ComparedWith is null).PValue)
            .OfType<double>().ToList();
        Assert.True(p.Count > 0.95 * Studies, $"{p.Count} of {Studies} have a p.");
        Assert.InRange((double)p.Count(one => one < 0.05) / p.Count, 0.005, MostRejected);
    }

    [Fact]
    public void Over_items_that_share_students_no_figure_has_a_t_test() =>
        Assert.DoesNotContain(Simulated.Value.SelectMany(rows => rows), row => row is { Over: "items", Test: "pairedT" });

    [Fact]
    public void Adjusted_r2_has_no_test_over_items()
    {
        foreach (var rows in Simulated.Value.Take(20))
        {
            Assert.All(rows.Where(row => row.Over == "items" && row.Measure is "osa" or "osd" or "csd" && row.Over == "items"), row =>
            {
                Assert.Null(row.PValue);
                Assert.Equal("meanOfIntervals", row.Method);
            });
        }
    }

    [Fact]
    public void Paired_accuracy_of_splits_holds_its_coverage_where_students_repeat()
    {
        // Both splits are drawn from one population: the true difference is 0.
        var rows = Simulated.Value.Select(all => all.Single(row =>
            row.Measure == "splitAccuracyDifference" && row.Over == "responses" && row.Group is null)).ToList();
        Assert.InRange((double)rows.Count(row => row.Low <= 0 && row.High >= 0) / Studies, 0.92, 1);
        Assert.All(rows, row => Assert.InRange(row.Value!.Value, row.Low!.Value, row.High!.Value));
    }

    private static IReadOnlyList<MeasureRow> Evaluate(int number)
    {
        var random = new RandomStream(RandomStream.Purpose(11, "clustered"), number);
        var rows = Enumerable.Range(0, 2 * StudentsOfGroup).SelectMany(student =>
        {
            var (ability, leniency) = (Normal() * 0.9, Normal() * 0.5);
            return Enumerable.Range(0, ItemsOfStudent).Select(item =>
            {
                var human = Math.Clamp((int)Math.Round(2 + ability + 0.6 * Normal()), 0, 4);
                return (Student: student, Item: item, Human: human, First: Score(human), Second: Score(human));
            }).ToList();

            double Score(int human) => Math.Clamp(Math.Round(human + leniency + 0.5 * Normal()), 0, 4);
        }).ToList();
        var responses = new StudentResponses
        {
            Student = [.. rows.Select(row => row.Student)],
            Group = [.. rows.Select(row => row.Student % 2)],
            Item = [.. rows.Select(row => row.Item)],
            Human = [.. rows.Select(row => row.Human)],
            Machine = [[.. rows.Select(row => row.First)], [.. rows.Select(row => row.Second)]],
        };
        var data = new EvaluationData
        {
            Groups = ["a", "b"],
            Items = [.. Enumerable.Range(0, ItemsOfStudent).Select(item => new StudyItem($"Q{item}", Scale))],
            Scorers = [new StudyScorer("machine", "mixed"), new StudyScorer("other", "only:a")],
            Cubes = [Cubes(row => row.First), Cubes(row => row.Second)],
            Students = responses,
            Pairs =
            [
                .. rows.GroupBy(row => (row.Item, Group: row.Student % 2, First: (int)row.First == row.Human, Second: (int)row.Second == row.Human))
                    .Select(cell => new PairedCount(0, 1, cell.Key.Item, cell.Key.Group, cell.Key.First, cell.Key.Second, cell.Count())),
            ],
        };
        return StudyEvaluation.Evaluate(data, new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 120, Permutations = 20, Seed = number });

        List<CountCube> Cubes(Func<(int Student, int Item, int Human, double First, double Second), double> score)
        {
            var cubes = Enumerable.Range(0, ItemsOfStudent).Select(_ => new CountCube(2, Scale)).ToList();
            rows.ForEach(row => cubes[row.Item].Add(row.Student % 2, row.Human, score(row)));
            return cubes;
        }

        double Normal() => random.Normals().First;
    }
}
