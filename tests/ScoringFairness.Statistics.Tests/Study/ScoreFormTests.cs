using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Measures;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>Scores before and after they were brought onto the scale.</summary>
public sealed class ScoreFormTests
{
    /// <summary>A machine whose scores were stretched away from 1.5 by half, and then cut into levels.</summary>
    private static readonly ScoredRow[] Stretched =
        [.. FixedResponses.Rows.Select(row => row with { Machine = Math.Clamp(1.5 + 1.5 * (row.Machine - 1.5), 0, 3), SecondHuman = null })];

    [Fact]
    public void A_gap_that_stretching_made_is_told_apart_from_the_one_before_it()
    {
        var rows = Evaluate(students: false);
        var (before, after) = (Gap(rows, "expected"), Gap(rows, "reported"));
        Expect.Same(Change(FixedResponses.Rows), before.Value, "expected");
        Expect.Same(Change(Stretched), after.Value, "reported");
        Assert.NotEqual(before.Value!.Value, after.Value!.Value, 0.01);
        Assert.Equal("welch", before.Method);
        Assert.True(after.IsMain() && !before.IsMain());
        string[] told = ["meanScore", "meanScoreGap", "standardizedMeanScoreGap", "meanScoreGapChange", "smd", "dsm"];
        Assert.Equal(
            told.Order(StringComparer.Ordinal),
            rows.Where(row => row.Form == "expected").Select(row => row.Measure).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rows.Where(row => row.Scorer == "machine" && told.Contains(row.Measure)), row => Assert.NotNull(row.Form));
        Assert.All(rows.Where(row => row.Scorer == "human" || !told.Contains(row.Measure)), row => Assert.Null(row.Form));
    }

    [Fact]
    public void Where_students_answered_several_its_interval_comes_from_students()
    {
        var rows = Evaluate(students: true);
        var (before, after) = (Gap(rows, "expected"), Gap(rows, "reported"));
        Assert.Equal(("studentBootstrap", "studentBootstrap"), (before.Method, after.Method));
        Expect.Same(Change(FixedResponses.Rows), before.Value, "expected");
        Assert.True(before.Low < before.Value && before.Value < before.High);
        // Errors of neighbours are nearly independent here, so that the interval is about as wide as that of as many students.
        var alone = Gap(Evaluate(students: false), "expected");
        Assert.InRange((before.High - before.Low)!.Value / (alone.High - alone.Low)!.Value, 0.7, 1.8);
    }

    [Fact]
    public void A_scorer_of_one_form_says_none() => Assert.All(FixedResponses.Measures, row => Assert.Null(row.Form));

    private static double Change(IEnumerable<ScoredRow> rows) => rows.Where(row => row.Group == "a").Average(row => row.Machine - row.Human)
        - rows.Where(row => row.Group == "b").Average(row => row.Machine - row.Human);

    private static MeasureRow Gap(IReadOnlyList<MeasureRow> rows, string form) =>
        rows.Single(row => row is { Measure: "meanScoreGapChange", Contrast: "a-b" } && row.Form == form);

    private static IReadOnlyList<MeasureRow> Evaluate(bool students)
    {
        var (before, after) = (FixedResponses.Rows.ToData(FixedResponses.Scale, "a", "b"), Stretched.ToData(FixedResponses.Scale, "a", "b"));
        return StudyEvaluation.Evaluate(
            new EvaluationData
            {
                Groups = after.Groups,
                Items = after.Items,
                Scorers = [new StudyScorer("machine", "mixed")],
                Cubes = after.Cubes,
                Expected = [before.Cubes[0]],
                Students = students ? new StudentResponses
                {
                    // Of five neighbours three are of group a: the first two of them, and the two of b, are one student's.
                    Student = [.. Stretched.Select((_, at) => at / 5 * 3 + (at % 5) switch { 0 or 1 => 0, 2 => 1, _ => 2 })],
                    Group = [.. Stretched.Select(row => row.Group == "a" ? 0 : 1)],
                    Item = [.. Stretched.Select(_ => 0)],
                    Human = [.. Stretched.Select(row => (int)row.Human)],
                    Machine = [[.. Stretched.Select(row => row.Machine)]],
                    Expected = [[.. FixedResponses.Rows.Select(row => row.Machine)]],
                } : null,
            },
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 300, Permutations = 20 });
    }
}
