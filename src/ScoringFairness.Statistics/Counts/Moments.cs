namespace ScoringFairness.Statistics.Counts;

/// <summary>Number, sum and sum of squares of some scores.</summary>
/// <param name="N">How many.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Squares">The sum of their squares.</param>
public readonly record struct Moments(long N, double Sum, double Squares)
{
    /// <summary>The mean; NaN of none.</summary>
    public double Mean => Sum / N;

    /// <summary>The variance with divisor N − 1; NaN of fewer than two.</summary>
    public double Variance => N < 2 ? double.NaN : Math.Max(0, (Squares - Sum * Sum / N) / (N - 1));

    /// <summary>Moments of both together.</summary>
    public static Moments operator +(Moments left, Moments right) =>
        new(left.N + right.N, left.Sum + right.Sum, left.Squares + right.Squares);

    /// <summary>Moments of both together.</summary>
    public Moments Add(Moments other) => this + other;

    /// <summary>Human scores of a group.</summary>
    public static Moments Human(CountCube cube, int group) =>
        Over(cube, human =>
        {
            var (n, score) = (cube.AtHuman(group, human), cube.Scale.ScoreOf(human));
            return new Moments(n, n * score, n * score * score);
        });

    /// <summary>Raw machine scores of a group.</summary>
    public static Moments Machine(CountCube cube, int group) =>
        Over(cube, human => new Moments(cube.AtHuman(group, human), cube.PowerSum(group, human, 1), cube.PowerSum(group, human, 2)));

    /// <summary>Errors of a group: raw machine score minus human score.</summary>
    public static Moments Error(CountCube cube, int group) =>
        Over(cube, human =>
        {
            var (n, score) = (cube.AtHuman(group, human), cube.Scale.ScoreOf(human));
            var (sum, squares) = (cube.PowerSum(group, human, 1), cube.PowerSum(group, human, 2));
            return new Moments(n, sum - n * score, squares - 2 * score * sum + n * score * score);
        });

    private static Moments Over(CountCube cube, Func<int, Moments> atHuman)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var total = default(Moments);
        for (var human = 0; human < cube.Levels; human++)
        {
            total += atHuman(human);
        }
        return total;
    }
}
