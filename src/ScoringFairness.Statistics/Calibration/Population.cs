using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>
/// A population of two groups on a scale of four levels, with the same human scores and a scorer that is right for 76 of
/// 100 responses at every level, but for what is planted.
/// </summary>
internal sealed class Population
{
    public const string Reference = "reference";
    public const string Focal = "focal";
    private const double Large = 1e9;
    private static readonly ScoreScale Scale = new(0, 3, 1);
    private static readonly double[] Human = [0.20, 0.30, 0.30, 0.20];
    private static readonly double[][] Machine =
    [
        [0.76, 0.18, 0.05, 0.01], [0.12, 0.76, 0.10, 0.02], [0.02, 0.10, 0.76, 0.12], [0.01, 0.05, 0.18, 0.76],
    ];

    /// <summary>P(h, m) by group, human levels in rows.</summary>
    private readonly double[][] _cells;

    public Population(PlantedDisparity planted) => _cells = [Cells(Machine), Cells(Plant(planted))];

    /// <summary>A study of the population itself: its figures are the truth, but for one part in a thousand million.</summary>
    public EvaluationData Whole() => Data((group, cube) =>
    {
        for (var at = 0; at < cube.Length; at++)
        {
            cube[at] = (long)Math.Round(_cells[group][at] * Large);
        }
    });

    /// <summary>A study of <paramref name="n"/> responses of each group, drawn at random.</summary>
    public EvaluationData Sample(int n, ulong purpose, int number)
    {
        var random = new RandomStream(purpose, number);
        return Data((group, cube) =>
        {
            var (left, rest) = ((long)n, 1.0);
            for (var at = 0; at < cube.Length; at++)
            {
                cube[at] = DiscreteDraws.Binomial(ref random, left, Math.Min(1, _cells[group][at] / rest));
                left -= cube[at];
                rest -= _cells[group][at];
            }
        });
    }

    private static EvaluationData Data(Action<int, long[]> fill)
    {
        var cube = new CountCube(2, Scale);
        for (var group = 0; group < 2; group++)
        {
            var cells = new long[cube.Levels * cube.Levels];
            fill(group, cells);
            for (var at = 0; at < cells.Length; at++)
            {
                cube.Add(group, at / cube.Levels, Scale.ScoreOf(at % cube.Levels), cells[at]);
            }
        }
        return new EvaluationData
        {
            Groups = [Reference, Focal],
            Items = [new StudyItem("simulated", Scale)],
            Scorers = [new StudyScorer("simulated", null)],
            Cubes = [[cube]],
        };
    }

    private static double[] Cells(double[][] machine) => [.. Human.SelectMany((share, human) => machine[human].Select(p => share * p))];

    private static double[][] Plant(PlantedDisparity planted)
    {
        const double Lowered = 0.15;
        const double Lost = 0.10;
        const double Moved = 0.20;
        return planted switch
        {
            PlantedDisparity.Shift => [.. Machine.Select(row => row.Select((p, m) =>
                p * (m == 0 ? 1 : 1 - Lowered) + (m + 1 < row.Length ? row[m + 1] * Lowered : 0)).ToArray())],
            PlantedDisparity.ExtraError => [.. Machine.Select((row, human) => row.Select((p, m) =>
                m == human ? p - Lost : p * (1 + Lost / (1 - row[human]))).ToArray())],
            PlantedDisparity.LowerTruePositiveRate => [.. Machine.Select((row, human) => human != 2 ? row
                : [row[0], row[1] + Moved / 2, row[2] - Moved, row[3] + Moved / 2])],
            _ => Machine,
        };
    }
}
