using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Cohen's kappa of human and machine levels, unweighted (Cohen 1960, Educational and Psychological Measurement 20, 37–46):
/// (observed − expected agreement) ÷ (1 − expected). Undefined without responses, and where both give one and the same level
/// throughout: that is 0/0, and no agreement beyond chance has been shown. RSMTool has 1 there.
/// </summary>
public static class Kappa
{
    /// <summary>The kappa of some groups together.</summary>
    public static double Of(CountCube cube, IReadOnlyList<int> groups)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(groups);
        var (n, agreed, chance) = (0L, 0L, 0.0);
        for (var level = 0; level < cube.Levels; level++)
        {
            var (humans, machines) = (0L, 0L);
            for (var at = 0; at < groups.Count; at++)
            {
                agreed += cube[groups[at], level, level];
                humans += cube.AtHuman(groups[at], level);
                machines += cube.AtMachine(groups[at], level);
            }
            n += humans;
            chance += (double)humans * machines;
        }
        if (n == 0)
        {
            return double.NaN;
        }
        var (observed, expected) = ((double)agreed / n, chance / n / n);
        return expected >= 1 ? double.NaN : (observed - expected) / (1 - expected);
    }
}
