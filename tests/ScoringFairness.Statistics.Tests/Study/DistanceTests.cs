using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Study;

public sealed class DistanceTests
{
    private static readonly ScoreScale Scale = new(0, 2, 1);
    private static readonly int[,] Reference = { { 30, 8, 2 }, { 6, 50, 9 }, { 1, 9, 25 } };
    private static readonly int[,] Focal = { { 22, 14, 3 }, { 9, 40, 16 }, { 2, 12, 22 } };

    /// <summary>
    /// The figures come from a program that shares nothing with this one: plain Python, which draws counts of the smoothed cells
    /// response by response, finds the ends by bisection over t, and tries every pattern of signs for the least favourable one. Its
    /// 20,000 draws (10,000 of the larger study) and the 20,000 here leave errors of about .001 in an end; what else differs is the normal
    /// limit, from which the program draws, and it vanishes with n.
    /// </summary>
    [Theory]
    [InlineData(1, "equalizedOdds", 0.113293, 0.0000, 0.1997, 0.1081, 0.006)]
    [InlineData(1, "equalizedOddsTotalVariation", 0.147639, 0.0000, 0.2551, 0.1258, 0.006)]
    [InlineData(4, "equalizedOdds", 0.113293, 0.0602, 0.1566, 0.1132, 0.003)]
    [InlineData(4, "equalizedOddsTotalVariation", 0.147639, 0.0660, 0.2044, 0.1456, 0.003)]
    public void Ends_are_those_of_an_independent_computation(
        int times, string measure, double value, double low, double high, double corrected, double error)
    {
        var row = Over(Evaluate(Study(times, students: false), 20_000), measure, measure == "equalizedOdds" ? "level" : null, "mean");
        Assert.Equal(value, row.Value!.Value, 1e-6);
        Assert.Equal(low, row.Low!.Value, error);
        Assert.Equal(high, row.High!.Value, error);
        Assert.Equal(corrected, row.Corrected!.Value, error);
        Assert.Equal("leastFavourable", row.Method);
    }

    [Fact]
    public void A_distance_smaller_than_errors_alone_make_it_tells_no_more_than_one_that_is_as_small_as_they_do()
    {
        // The groups differ by one response: errors alone would make more in all but a few of a thousand cases.
        var close = (int[,])Reference.Clone();
        (close[1, 1], close[1, 2]) = (close[1, 1] - 1, close[1, 2] + 1);
        var row = Over(Evaluate(Of(close), 20_000), "equalizedOdds", "level", "mean");
        Assert.InRange(row.Value!.Value, 0.001, 0.02);
        Assert.Equal(0, row.Low);
        Assert.InRange(row.High!.Value, 3 * row.Value.Value, 0.2);
        close[1, 1]--;
        close[1, 2]++;
        var further = Over(Evaluate(Of(close), 20_000), "equalizedOdds", "level", "mean");
        Assert.True(further.Value > row.Value);
        // Both lie below what errors make in one case of six, and so they end where that does.
        Assert.Equal(row.High.Value, further.High!.Value, 0.005);
    }

    [Fact]
    public void A_maximum_lies_within_where_each_of_its_rates_does_and_beyond_where_one_does_among_all()
    {
        var rows = Evaluate(Study(4, students: false), 20_000);
        var largest = Over(rows, "equalizedOdds", "level", "max");
        var parts = rows.Where(row =>
            row is { Basis: "level", Level: not null, Measure: "truePositiveRateDifference" or "falsePositiveRateDifference" }).ToList();
        Assert.Equal(6, parts.Count);
        Assert.Equal(parts.Max(row => Math.Abs(row.Value!.Value)), largest.Value!.Value, 1e-12);
        Assert.Equal(parts.Max(row => Math.Max(-row.Low!.Value, row.High!.Value)), largest.High!.Value, 1e-12);
        // From the same program: the largest difference less 2.8405 of its standard errors, six at once.
        Assert.Equal(0.0407, largest.Low!.Value, 0.004);
        Assert.Equal("intersectionUnion", largest.Method);
    }

    [Fact]
    public void Levels_of_a_few_responses_are_left_out_and_named()
    {
        var data = Study(1, students: false);
        data.Cubes[0][0].Add(0, 2, 2, 60);
        var rows = Evaluate(data, 50, minCellSize: 38);
        var row = Over(rows, "equalizedOdds", "level", "mean");
        // 39 focal responses have the human level 0 and 65 the level 1; 36 have the level 2.
        Assert.Equal([0, 1], row.LevelsUsed);
        Assert.Equal([2], row.LevelsLeftOut);
        Assert.Equal((3, 2), (row.Denominators!["levels"], row.Denominators["levelsDefined"]));
        var used = rows.Where(one => one is { Measure: "equalizedOdds", Basis: "level", Aggregation: "mean", Level: 0 or 1 });
        Assert.Equal(used.Average(one => one.Value!.Value), row.Value!.Value, 1e-12);
        Assert.Equal([1], Over(rows, "equalizedOdds", "cut", "mean").LevelsUsed);
        var none = Over(Evaluate(data, 50, minCellSize: 200), "equalizedOddsTotalVariation", null, null);
        Assert.Null(none.Value);
        Assert.Contains("minCellSize", none.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Four_equal_responses_of_a_student_count_as_one()
    {
        var single = Over(Evaluate(Study(1, students: false), 4_000), "equalizedOdds", "level", "mean");
        var four = Over(Evaluate(Study(4, students: true), 4_000), "equalizedOdds", "level", "mean");
        Assert.Equal(single.Value!.Value, four.Value!.Value, 1e-12);
        // Only the smoothing differs: two responses weigh less among four times as many.
        Assert.Equal(single.High!.Value, four.High!.Value, 0.01);
        Assert.Equal(single.Low!.Value, four.Low!.Value, 0.01);
        Assert.Equal("multiplierBootstrap", four.Test);
        Assert.InRange(four.PValue!.Value, single.PValue!.Value / 2, single.PValue.Value * 2);
    }

    [Fact]
    public void Over_items_the_interval_is_that_of_the_mean_of_their_distances()
    {
        var cube = Study(4, students: false).Cubes[0][0];
        var data = new EvaluationData
        {
            Groups = ["a", "b"],
            Items = [new StudyItem("one", Scale), new StudyItem("two", new ScoreScale(0, 4, 2))],
            Scorers = [new StudyScorer("machine", null)],
            Cubes = [[cube, Fill(new ScoreScale(0, 4, 2), 4)]],
        };
        var rows = Evaluate(data, 4_000);
        var (one, mean) = (rows.Single(row => Is(row, "equalizedOdds", "level", "mean") && row.ItemId == "one"),
            rows.Single(row => Is(row, "equalizedOdds", "level", "mean") && row.Over == "items"));
        Assert.Equal(one.Value!.Value, mean.Value!.Value, 1e-12);
        // Two independent items of the same rates: the upper end of their mean is about 1/√2 as far away.
        Assert.InRange((mean.High!.Value - mean.Value.Value) / (one.High!.Value - one.Value.Value), 0.63, 0.80);
        Assert.InRange(mean.Low!.Value, one.Low!.Value, one.Value.Value);
        Assert.Null(mean.LevelsUsed);
    }

    private static IReadOnlyList<MeasureRow> Evaluate(EvaluationData data, int draws, int minCellSize = 10) => StudyEvaluation.Evaluate(
        data, new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = draws, Permutations = 500, MinCellSize = minCellSize, Seed = 3 },
        TestContext.Current.CancellationToken);

    private static MeasureRow Over(IReadOnlyList<MeasureRow> rows, string measure, string? basis, string? aggregation) => rows.Single(row =>
        Is(row, measure, basis, basis is null ? null : aggregation));

    private static bool Is(MeasureRow row, string measure, string? basis, string? aggregation) =>
        row.Measure == measure && row.Level is null && row.Basis == basis && row.Aggregation == aggregation;

    /// <summary>A study of the reference group and another.</summary>
    private static EvaluationData Of(int[,] focal)
    {
        var data = Study(1, students: false);
        for (var cell = 0; cell < focal.Length; cell++)
        {
            data.Cubes[0][0].Add(1, cell / 3, cell % 3, focal[cell / 3, cell % 3] - Focal[cell / 3, cell % 3]);
        }
        return data;
    }

    private static EvaluationData Study(int times, bool students)
    {
        var (student, group, human, machine) = (new List<int>(), new List<int>(), new List<int>(), new List<double>());
        for (var number = 0; students && number < 2; number++)
        {
            foreach (var cell in Enumerable.Range(0, 9))
            {
                for (var response = 0; response < times * Counts(number)[cell / 3, cell % 3]; response++)
                {
                    student.Add(response % times == 0 ? student.Count == 0 ? 0 : student[^1] + 1 : student[^1]);
                    group.Add(number);
                    human.Add(cell / 3);
                    machine.Add(cell % 3);
                }
            }
        }
        return new EvaluationData
        {
            Groups = ["a", "b"],
            Items = [new StudyItem("item", Scale)],
            Scorers = [new StudyScorer("machine", null)],
            Cubes = [[Fill(Scale, times)]],
            Students = students
                ? new StudentResponses { Student = student, Group = group, Item = [.. student.Select(_ => 0)], Human = human, Machine = [machine] }
                : null,
        };
    }

    private static int[,] Counts(int group) => group == 0 ? Reference : Focal;

    private static CountCube Fill(ScoreScale scale, int times)
    {
        var cube = new CountCube(2, scale);
        foreach (var (group, cell) in Enumerable.Range(0, 2).SelectMany(group => Enumerable.Range(0, 9).Select(cell => (group, cell))))
        {
            cube.Add(group, cell / 3, scale.ScoreOf(cell % 3), times * Counts(group)[cell / 3, cell % 3]);
        }
        return cube;
    }
}
