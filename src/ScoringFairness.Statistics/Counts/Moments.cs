namespace ScoringFairness.Statistics.Counts;

/// <summary>Number, sum and sum of squares of some scores.</summary>
/// <param name="N">How many.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Squares">The sum of their squares.</param>
public readonly record struct Moments(long N, double Sum, double Squares)
{
    /// <summary>A standard deviation below this counts as 0, as RSMTool has it.</summary>
    public const double ZeroDeviation = 1e-7;

    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The mean; NaN of none.</summary>
    public double Mean => Sum / N;

    /// <summary>The variance with divisor N − 1; NaN of fewer than two; 0 where it is no more than rounding.</summary>
    public double Variance => N < 2 ? double.NaN
        : Squares - Sum * Sum / N is var centred && centred > Rounding ? centred / (N - 1) : 0;

    /// <summary>The standard deviation with divisor N − 1; NaN of fewer than two.</summary>
    public double Deviation => Math.Sqrt(Variance);

    /// <summary>Whether there are at least two scores and they are not all the same.</summary>
    public bool Varies => N > 1 && Deviation > ZeroDeviation;

    /// <summary>
    /// What summing N squares may leave behind where the exact difference of sums of squares is 0: equal scores such as 0.1
    /// would else have a spread.
    /// </summary>
    internal double Rounding => 16 * N * Epsilon * Squares;

    /// <summary>Moments of both together.</summary>
    public static Moments operator +(Moments left, Moments right) =>
        new(left.N + right.N, left.Sum + right.Sum, left.Squares + right.Squares);

    /// <summary>Moments of both together.</summary>
    public Moments Add(Moments other) => this + other;
}
