using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tables;

/// <summary>From count cubes to the tables that stand beside the measures.</summary>
public static class ScoreTables
{
    /// <summary>The tables of every scorer: all responses pooled where there are several items of one scale, then item by item.</summary>
    /// <param name="data">The counts.</param>
    /// <param name="confidence">Nominal coverage of the intervals, which take responses as independent.</param>
    public static IReadOnlyList<ScoreTable> Of(EvaluationData data, double confidence)
    {
        ArgumentNullException.ThrowIfNull(data);
        return
        [
            .. from scorer in data.Scorers.Index()
               from table in (IEnumerable<ScoreTable>)
               [
                   .. data.IsPoolable ? [Of(null, scorer.Item, CountCube.Pool(data.Cubes[scorer.Index]), data.Groups, confidence)] : Array.Empty<ScoreTable>(),
                   .. data.Items.Index().Select(item =>
                       Of(item.Item.ItemId, scorer.Item, data.Cubes[scorer.Index][item.Index], data.Groups, confidence)),
               ]
               select table,
        ];
    }

    private static ScoreTable Of(string? itemId, StudyScorer scorer, CountCube cube, IReadOnlyList<string> groups, double confidence)
    {
        int[] levels = [.. Enumerable.Range(0, cube.Levels)];
        return new ScoreTable
        {
            ItemId = itemId,
            Scorer = scorer.Name,
            Split = scorer.Split,
            Scores = [.. levels.Select(cube.Scale.ScoreOf)],
            Groups =
            [
                .. groups.Index().Select(group => new GroupTable
                {
                    Group = group.Item,
                    N = cube.Size(group.Index),
                    Human = [.. levels.Select(level => (long?)cube.AtHuman(group.Index, level))],
                    Machine = [.. levels.Select(level => (long?)cube.AtMachine(group.Index, level))],
                    Counts = [.. levels.Select(human => (IReadOnlyList<long?>)[.. levels.Select(machine => (long?)cube[group.Index, human, machine])])],
                    Means = [.. levels.Select(level => Mean(cube, group.Index, level, confidence))],
                }),
            ],
        };
    }

    private static MeanAtScore Mean(CountCube cube, int group, int human, double confidence)
    {
        var scores = JointMoments.At(cube, group, human).Machine;
        var mean = Means.Student(scores, confidence);
        return new MeanAtScore(scores.N, Finite(mean.Value), Finite(mean.Low), Finite(mean.High));
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
