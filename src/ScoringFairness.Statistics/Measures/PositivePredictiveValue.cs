using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Positive predictive value of a level k: P(h = k | m = k), how often the human gives the level that the machine gave
/// (sufficiency, or predictive parity; Chouldechova 2017, Big Data 5(2), 153–163). Where groups differ in how often humans give a
/// level, it and equalized odds cannot both be even unless the machine never errs (Kleinberg, Mullainathan, Raghavan 2017,
/// Proc. ITCS, 43). Undefined where the machine never gives the level.
/// </summary>
public static class PositivePredictiveValue
{
    /// <summary>The value in one group.</summary>
    public static Rate Of(CountCube cube, int group, int level)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return new Rate(cube[group, level, level], cube.AtMachine(group, level));
    }
}
