using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>Sums of raw machine scores of a drawn cube.</summary>
internal static class RawSums
{
    /// <summary>Whether every raw score is the score of its level.</summary>
    public static bool AreOfLevels(CountCube cube)
    {
        for (var group = 0; group < cube.Groups; group++)
        {
            for (var human = 0; human < cube.Levels; human++)
            {
                var (sum, squares) = Sums(cube, group, human);
                if (Differ(sum, cube.PowerSum(group, human, 1)) || Differ(squares, cube.PowerSum(group, human, 2)))
                {
                    return false;
                }
            }
        }
        return true;

        static bool Differ(double one, double other) => Math.Abs(one - other) > 1e-9 * Math.Max(1, Math.Abs(one));
    }

    /// <summary>Sets the sums to what the counts at each level make.</summary>
    public static void OfLevels(CountCube cube)
    {
        for (var group = 0; group < cube.Groups; group++)
        {
            for (var human = 0; human < cube.Levels; human++)
            {
                var into = cube.PowerSums(group, human);
                (into[0], into[1]) = Sums(cube, group, human);
            }
        }
    }

    /// <summary>Draws the sums of m and m² of each drawn (g,h) from their normal limit.</summary>
    public static void Normal(ref RandomStream random, CountCube cube, CountCube into)
    {
        for (var group = 0; group < cube.Groups; group++)
        {
            for (var human = 0; human < cube.Levels; human++)
            {
                var (n, drawn) = (cube.AtHuman(group, human), into.AtHuman(group, human));
                var sums = into.PowerSums(group, human);
                if (drawn == 0)
                {
                    sums.Clear();
                    continue;
                }
                var (mean, square) = (cube.PowerSum(group, human, 1) / n, cube.PowerSum(group, human, 2) / n);
                var variance = Math.Max(0, square - mean * mean);
                var covariance = cube.PowerSum(group, human, 3) / n - mean * square;
                var ofSquares = Math.Max(0, cube.PowerSum(group, human, 4) / n - square * square);
                var (first, second) = random.Normals();
                var deviation = Math.Sqrt(variance);
                var slope = deviation > 0 ? covariance / deviation : 0;
                var rest = Math.Sqrt(Math.Max(0, ofSquares - slope * slope));
                var root = Math.Sqrt(drawn);
                sums[0] = drawn * mean + root * deviation * first;
                sums[1] = Math.Max(sums[0] * sums[0] / drawn, drawn * square + root * (slope * first + rest * second));
            }
        }
    }

    private static (double Sum, double Squares) Sums(CountCube cube, int group, int human)
    {
        var (sum, squares) = (0.0, 0.0);
        var row = cube.Table(group).Slice(human * cube.Levels, cube.Levels);
        for (var machine = 0; machine < row.Length; machine++)
        {
            var (n, score) = (row[machine], cube.Scale.ScoreOf(machine));
            sum += n * score;
            squares += n * score * score;
        }
        return (sum, squares);
    }
}
