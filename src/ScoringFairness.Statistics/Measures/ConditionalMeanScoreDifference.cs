using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Difference of mean raw machine scores at the same human score: E[m | h = k, reference] − E[m | h = k, focal], > 0 where the
/// machine gives the reference group more; over levels Σ w_k × that, w_k the share of level k among the responses of all groups (a direct
/// standardization, as of the standardized differences of Dorans and Kulick 1986, Journal of Educational Measurement 23, 355–368), or of
/// those that are named.
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
    /// <param name="cube">The counts.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="focal">The focal group.</param>
    /// <param name="levels">The levels.</param>
    /// <param name="weighing">The groups whose responses weigh the levels; null: all.</param>
    public static double Over(CountCube cube, int reference, int focal, IReadOnlyList<int> levels, IReadOnlyList<int>? weighing = null)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(levels);
        var (sum, n) = (0.0, 0L);
        for (var place = 0; place < levels.Count; place++)
        {
            if (At(cube, reference, focal, levels[place]) is var difference && double.IsFinite(difference))
            {
                var all = AtLevel(cube, levels[place], weighing);
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
    public static (double StandardError, double Df) Uncertainty(
        CountCube cube, int reference, int focal, IReadOnlyList<int> levels, IReadOnlyList<int>? weighing = null)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(levels);
        double n = levels.Sum(level => AtLevel(cube, level, weighing));
        var over = Over(cube, reference, focal, levels, weighing);
        var (variance, fourth) = (0.0, 0.0);
        foreach (var level in levels)
        {
            var weight = AtLevel(cube, level, weighing) / n;
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

    private static long AtLevel(CountCube cube, int level, IReadOnlyList<int>? groups)
    {
        var n = 0L;
        for (var at = 0; at < (groups?.Count ?? cube.Groups); at++)
        {
            n += cube.AtHuman(groups?[at] ?? at, level);
        }
        return n;
    }
}
