using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Difference of mean raw machine scores at the same human score: E[m | h = k, reference] − E[m | h = k, focal], > 0 where the
/// machine gives the reference group more; over levels Σ w_k × that, w_k the share of all groups' responses at level k (a direct
/// standardization, as of the standardized differences of Dorans and Kulick 1986, Journal of Educational Measurement 23, 355–368).
/// The signed and readable form of equalized odds. Undefined at a level that one of the groups lacks.
/// </summary>
public static class ConditionalMeanScoreDifference
{
    /// <summary>At one human level.</summary>
    public static double At(CountCube cube, int reference, int focal, int level) =>
        JointMoments.At(cube, reference, level).Machine.Mean - JointMoments.At(cube, focal, level).Machine.Mean;

    /// <summary>The levels at which both groups have at least so many responses.</summary>
    public static IReadOnlyList<int> Levels(CountCube cube, int reference, int focal, int least)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return [.. Enumerable.Range(0, cube.Levels).Where(level => cube.AtHuman(reference, level) >= least && cube.AtHuman(focal, level) >= least)];
    }

    /// <summary>Over levels: those of <paramref name="levels"/> that both groups have.</summary>
    public static double Over(CountCube cube, int reference, int focal, IReadOnlyList<int> levels)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(levels);
        var (sum, n) = (0.0, 0L);
        for (var place = 0; place < levels.Count; place++)
        {
            if (At(cube, reference, focal, levels[place]) is var difference && double.IsFinite(difference))
            {
                var all = Everyone(cube, levels[place]);
                sum += all * difference;
                n += all;
            }
        }
        return n == 0 ? double.NaN : sum / n;
    }

    /// <summary>
    /// The standard error of <see cref="Over"/>, √(Σ w_k² (s²/n of each group at k) + Σ w_k (d_k − d)²/N): of the means at each level,
    /// and of the shares of the levels; and Satterthwaite's degrees of freedom (1946, Biometrics Bulletin 2, 110–114).
    /// </summary>
    public static (double StandardError, double Df) Uncertainty(CountCube cube, int reference, int focal, IReadOnlyList<int> levels)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(levels);
        double n = levels.Sum(level => Everyone(cube, level));
        var over = Over(cube, reference, focal, levels);
        var (variance, fourth) = (0.0, 0.0);
        foreach (var level in levels)
        {
            var weight = Everyone(cube, level) / n;
            foreach (var scores in new[] { JointMoments.At(cube, reference, level).Machine, JointMoments.At(cube, focal, level).Machine })
            {
                var share = weight * weight * scores.Variance / scores.N;
                variance += share;
                fourth += share * share / (scores.N - 1);
            }
            var apart = At(cube, reference, focal, level) - over;
            var ofShares = weight * apart * apart / n;
            variance += ofShares;
            fourth += ofShares * ofShares / n;
        }
        return (Math.Sqrt(variance), variance * variance / fourth);
    }

    private static long Everyone(CountCube cube, int level)
    {
        var n = 0L;
        for (var group = 0; group < cube.Groups; group++)
        {
            n += cube.AtHuman(group, level);
        }
        return n;
    }
}
