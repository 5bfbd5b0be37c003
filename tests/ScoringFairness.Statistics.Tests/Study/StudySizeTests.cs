using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>The size of a study that is told beforehand, beside that of the study once it is made; and studies that are called off.</summary>
public sealed class StudySizeTests
{
    [Theory]
    [InlineData(2, 2, 1, 1)]
    [InlineData(2, 4, 1, 1)]
    [InlineData(10, 4, 1, 1)]
    [InlineData(2, 21, 1, 1)]
    [InlineData(5, 21, 1, 1)]
    [InlineData(2, 4, 3, 2)]
    [InlineData(3, 6, 4, 3)]
    [InlineData(2, 4, 3, 2, true)]
    [InlineData(4, 6, 2, 2, true)]
    public void Rows_and_drawn_figures_are_about_as_many_as_was_told(int groups, int levels, int items, int scorers, bool clustered = false)
    {
        var data = Study(groups, levels, items, scorers, clustered);
        var size = new StudySize(groups, scorers, [.. data.Items.Select(item => item.Scale.LevelCount)]) { Clustered = clustered };
        var options = Options(data);
        Assert.InRange((double)size.Measures / StudyEvaluation.Evaluate(data, options, TestContext.Current.CancellationToken).Count, 0.6, 3);
        var figures = new StudyFigures(data, options, TestContext.Current.CancellationToken).All.SelectMany(scopes => scopes.All)
            .SelectMany(scope => scope.Figures, (scope, figure) => (scope.Clustered, Figure: figure)).Where(one => one.Figure.Value is not null).ToList();
        var drawn = figures.Count(one => one.Figure.Known is null || one.Clustered || one.Figure.AlsoDrawn)
            + figures.Count(one => one.Figure.Permuted is not null);
        Assert.InRange((double)size.Drawn / drawn, 0.6, 3);
        Assert.InRange((double)size.Cells / data.Cubes.Sum(cubes => cubes.Sum(cube => cube.Groups * cube.Levels * cube.Levels)), 1, 3);
    }

    [Fact]
    public void Scorers_that_share_one_empty_cube_for_what_they_did_not_score_get_the_same_figures()
    {
        var whole = Study(groups: 2, levels: 4, items: 3, scorers: 2, clustered: false);
        var options = Options(whole);
        CountCube[] apart = [whole.Cubes[1][0], new CountCube(2, whole.Items[1].Scale), new CountCube(2, whole.Items[2].Scale)];
        var empty = new CountCube(2, whole.Items[1].Scale);
        Assert.Equal(Rows(apart), Rows([apart[0], empty, empty]));

        string Rows(CountCube[] cubes) => System.Text.Json.JsonSerializer.Serialize(StudyEvaluation.Evaluate(
            new EvaluationData { Groups = whole.Groups, Items = whole.Items, Scorers = whole.Scorers, Cubes = [whole.Cubes[0], cubes] }, options));
    }

    [Fact]
    public void A_study_that_is_called_off_ends_within_a_draw()
    {
        var data = Study(groups: 8, levels: 20, items: 4, scorers: 4, clustered: false);
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => StudyEvaluation.Evaluate(
            data, Options(data) with { BootstrapDraws = 100_000, Permutations = 100_000 }, end.Token));
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20));
    }

    private static EvaluationOptions Options(EvaluationData data) => new()
    {
        Reference = data.Groups[0],
        Focal = [.. data.Groups.Skip(1)],
        MinGroupSize = 2,
        BootstrapDraws = 20,
        Permutations = 20,
        Seed = 5,
    };

    /// <summary>Forty responses of each group to each item, two of each student to an item where they are clustered.</summary>
    private static EvaluationData Study(int groups, int levels, int items, int scorers, bool clustered)
    {
        var scale = new ScoreScale(0, levels - 1, 1);
        StudyItem[] studied = [.. Enumerable.Range(0, items).Select(item => new StudyItem($"q{item}", scale))];
        int[] responses = [.. Enumerable.Range(0, 40 * groups * items)];
        int[] item = [.. responses.Select(at => at % items)];
        int[] group = [.. responses.Select(at => at / items % groups)];
        int[] human = [.. responses.Select(at => (at * 7 + at / 13) % levels)];
        double[][] machine =
        [
            .. Enumerable.Range(0, scorers).Select(scorer => responses.Select(at =>
                (double)Math.Clamp(human[at] + (at * 31 + scorer * 17 + at / 11) % 3 - 1, 0, levels - 1)).ToArray()),
        ];
        var cubes = machine.Select(_ => studied.Select(one => new CountCube(groups, one.Scale)).ToArray()).ToArray();
        foreach (var scorer in Enumerable.Range(0, scorers))
        {
            foreach (var at in responses)
            {
                cubes[scorer][item[at]].Add(group[at], human[at], machine[scorer][at]);
            }
        }
        return new EvaluationData
        {
            Groups = [.. Enumerable.Range(0, groups).Select(one => $"g{one}")],
            Items = studied,
            Scorers = [.. Enumerable.Range(0, scorers).Select(one => new StudyScorer($"s{one}", null))],
            Cubes = cubes,
            // Twenty students of a group, each with two responses to every item.
            Students = clustered
                ? new StudentResponses
                {
                    Student = [.. responses.Select(at => at / items / groups / 2 * groups + group[at])],
                    Group = group,
                    Item = item,
                    Human = human,
                    Machine = machine,
                }
                : null,
        };
    }
}
