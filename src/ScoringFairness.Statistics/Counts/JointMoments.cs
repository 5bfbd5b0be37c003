namespace ScoringFairness.Statistics.Counts;

/// <summary>Number, sums, sums of squares and sum of products of human and raw machine scores.</summary>
/// <param name="N">How many responses.</param>
/// <param name="H">Σ h.</param>
/// <param name="M">Σ m.</param>
/// <param name="HH">Σ h².</param>
/// <param name="MM">Σ m².</param>
/// <param name="HM">Σ h·m.</param>
public readonly record struct JointMoments(long N, double H, double M, double HH, double MM, double HM)
{
    /// <summary>The human scores.</summary>
    public Moments Human => new(N, H, HH);

    /// <summary>The raw machine scores.</summary>
    public Moments Machine => new(N, M, MM);

    /// <summary>The errors, raw machine score minus human score.</summary>
    public Moments Error => new(N, M - H, MM - 2 * HM + HH);

    /// <summary>Covariance with divisor N − 1; NaN of fewer than two responses.</summary>
    public double Covariance => N < 2 ? double.NaN : (HM - H * M / N) / (N - 1);

    /// <summary>Moments of both together.</summary>
    public static JointMoments operator +(JointMoments left, JointMoments right) => new(
        left.N + right.N, left.H + right.H, left.M + right.M, left.HH + right.HH, left.MM + right.MM, left.HM + right.HM);

    /// <summary>Moments of both together.</summary>
    public JointMoments Add(JointMoments other) => this + other;

    /// <summary>The moments of one group.</summary>
    public static JointMoments Of(CountCube cube, int group)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return cube.MomentsOf(group);
    }

    /// <summary>The moments of one group at one human level.</summary>
    public static JointMoments At(CountCube cube, int group, int human)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var (n, h) = (cube.AtHuman(group, human), cube.Scale.ScoreOf(human));
        var sum = cube.PowerSum(group, human, 1);
        return new JointMoments(n, n * h, sum, n * h * h, cube.PowerSum(group, human, 2), h * sum);
    }

    /// <summary>The moments of all groups together.</summary>
    public static JointMoments Of(CountCube cube)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var total = default(JointMoments);
        for (var group = 0; group < cube.Groups; group++)
        {
            total += Of(cube, group);
        }
        return total;
    }
}
