using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Difference between standardised means of a group (RSMTool's DSM): mean of z_m − z_h, where z takes mean and standard
/// deviation (divisor N − 1) of the whole evaluation set. It cannot see a shift that is common to all groups.
/// Undefined where a deviation of the whole set is 0 (below 1e-7) or the group is empty.
/// </summary>
public static class DifferenceOfStandardizedMeans
{
    /// <summary>The difference for a group.</summary>
    /// <param name="group">The group's scores.</param>
    /// <param name="human">The human scores of the whole set.</param>
    /// <param name="machine">The machine scores of the whole set.</param>
    public static double Of(JointMoments group, Moments human, Moments machine) => group.N > 0 && human.Varies && machine.Varies
        ? (group.Machine.Mean - machine.Mean) / machine.Deviation - (group.Human.Mean - human.Mean) / human.Deviation
        : double.NaN;
}
