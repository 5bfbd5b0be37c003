using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Calibration;

/// <summary>
/// A population of two groups with the same human scores, and a scorer that is right for 76 of 100 responses at every level of four
/// (65 of six, 55 of nine), but for what is planted.
/// </summary>
internal sealed class Population
{
    public const string Reference = "reference";
    public const string Focal = "focal";
    private const double Large = 1e9;
    private const int ItemsOfStudent = 4;
    private const double Falling = 0.25;
    private static readonly double SharedRoot = Math.Sqrt(0.5);
    private readonly ScoreScale _scale;
    private readonly double[] _human;

    /// <summary>P(m | h) by group.</summary>
    private readonly double[][][] _machine;

    public Population(int levels, PlantedDisparity planted, double strength)
    {
        (_scale, _human) = (new ScoreScale(0, levels - 1, 1), Humans(levels));
        var fair = Machine(levels);
        _machine = [fair, Plant(fair, planted, strength)];
    }

    /// <summary>A study of the population itself: its figures are the truth, but for one part in a thousand million.</summary>
    public EvaluationData Whole()
    {
        var cube = new CountCube(2, _scale);
        for (var group = 0; group < 2; group++)
        {
            for (var human = 0; human < cube.Levels; human++)
            {
                for (var machine = 0; machine < cube.Levels; machine++)
                {
                    cube.Add(group, human, _scale.ScoreOf(machine), (long)Math.Round(_human[human] * _machine[group][human][machine] * Large));
                }
            }
        }
        return Data([cube], null);
    }

    /// <summary>A study of <paramref name="n"/> responses of each group, drawn at random.</summary>
    public EvaluationData Sample(int n, ResponseDesign design, ulong purpose, int number)
    {
        var random = new RandomStream(purpose, number);
        return design == ResponseDesign.One ? OfOne(ref random, n) : OfFour(ref random, n);
    }

    private EvaluationData OfOne(ref RandomStream random, int n)
    {
        var cube = new CountCube(2, _scale);
        for (var group = 0; group < 2; group++)
        {
            var (left, rest) = ((long)n, 1.0);
            for (var at = 0; at < cube.Levels * cube.Levels; at++)
            {
                var p = _human[at / cube.Levels] * _machine[group][at / cube.Levels][at % cube.Levels];
                var drawn = DiscreteDraws.Binomial(ref random, left, Math.Min(1, p / rest));
                cube.Add(group, at / cube.Levels, _scale.ScoreOf(at % cube.Levels), drawn);
                (left, rest) = (left - drawn, rest - p);
            }
        }
        return Data([cube], null);
    }

    private EvaluationData OfFour(ref RandomStream random, int n)
    {
        var cubes = Enumerable.Range(0, ItemsOfStudent).Select(_ => new CountCube(2, _scale)).ToArray();
        var (students, groups, items, humans, machines) = (new List<int>(), new List<int>(), new List<int>(), new List<int>(), new List<double>());
        for (var student = 0; student < 2 * (n / ItemsOfStudent); student++)
        {
            var group = student % 2;
            var (ofStudent, ofErrors) = random.Normals();
            for (var item = 0; item < ItemsOfStudent; item++)
            {
                var (own, error) = random.Normals();
                var human = Level(_human, SharedRoot * (ofStudent + own));
                var machine = Level(_machine[group][human], SharedRoot * (ofErrors + error));
                cubes[item].Add(group, human, _scale.ScoreOf(machine));
                students.Add(student);
                groups.Add(group);
                items.Add(item);
                humans.Add(human);
                machines.Add(_scale.ScoreOf(machine));
            }
        }
        return Data(cubes, new StudentResponses { Student = students, Group = groups, Item = items, Human = humans, Machine = [machines] });
    }

    private EvaluationData Data(CountCube[] cubes, StudentResponses? students) => new()
    {
        Groups = [Reference, Focal],
        Items = [.. cubes.Select((_, item) => new StudyItem($"simulated{item}", _scale))],
        Scorers = [new StudyScorer("simulated", null)],
        Cubes = [cubes],
        Students = students,
    };

    private static int Level(double[] shares, double standard)
    {
        var left = Inference.Distributions.NormalUpper(-standard);
        var level = 0;
        while (level < shares.Length - 1 && left > shares[level])
        {
            left -= shares[level++];
        }
        return level;
    }

    private static double[] Humans(int levels) => levels switch
    {
        4 => [0.20, 0.30, 0.30, 0.20],
        6 => [0.08, 0.17, 0.25, 0.25, 0.17, 0.08],
        9 => [0.04, 0.08, 0.12, 0.16, 0.20, 0.16, 0.12, 0.08, 0.04],
        _ => throw new ArgumentOutOfRangeException(nameof(levels), levels, "Simulated are 4, 6 and 9 levels."),
    };

    private static double[][] Machine(int levels)
    {
        if (levels == 4)
        {
            return [[0.76, 0.18, 0.05, 0.01], [0.12, 0.76, 0.10, 0.02], [0.02, 0.10, 0.76, 0.12], [0.01, 0.05, 0.18, 0.76]];
        }
        var right = levels == 6 ? 0.65 : 0.55;
        return [.. Enumerable.Range(0, levels).Select(human =>
        {
            var errors = Enumerable.Range(0, levels).Select(machine => machine == human ? 0 : Math.Pow(Falling, Math.Abs(machine - human) - 1)).ToArray();
            return errors.Select((error, machine) => machine == human ? right : (1 - right) * error / errors.Sum()).ToArray();
        })];
    }

    /// <summary>What is planted at a strength: a share of scores, or of accuracy.</summary>
    private static double[][] Plant(double[][] fair, PlantedDisparity planted, double strength) => planted switch
    {
        PlantedDisparity.Shift => [.. fair.Select(row => row.Select((p, m) =>
            p * (m == 0 ? 1 : 1 - strength) + (m + 1 < row.Length ? row[m + 1] * strength : 0)).ToArray())],
        PlantedDisparity.ExtraError => [.. fair.Select((row, human) => row.Select((p, m) =>
            m == human ? p - strength : p * (1 + strength / (1 - row[human]))).ToArray())],
        PlantedDisparity.LowerTruePositiveRate => Lower(fair, strength),
        _ => fair,
    };

    /// <summary>
    /// The middle level is given less often where the human gave it, half of it one level lower, half one higher; what it cannot give
    /// the level below gives.
    /// </summary>
    private static double[][] Lower(double[][] fair, double strength)
    {
        var lowered = fair.Select(row => row.ToArray()).ToArray();
        for (var (level, left) = (fair.Length / 2, strength); left > 0 && level > 0; level--)
        {
            var moved = Math.Min(left, lowered[level][level]);
            lowered[level][level] -= moved;
            lowered[level][level - 1] += moved / 2;
            lowered[level][level + 1] += moved / 2;
            left -= moved;
        }
        return lowered;
    }
}
