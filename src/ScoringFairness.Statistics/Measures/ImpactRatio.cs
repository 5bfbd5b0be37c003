using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Impact ratio: the share of a group whose machine level lies above the median of all groups together, over the largest such
/// share of a group; 1 for that group, below 1 for the others (New York City, Rules of the Department of Consumer and Worker
/// Protection, 6 RCNY § 5-300, "scoring rate" and "impact ratio", in force since July 2023 for Local Law 144 of 2021). Many scores
/// tie with the median of a scale of few levels; those are not above it. Undefined where no group has a score above the median.
/// </summary>
public static class ImpactRatio
{
    /// <summary>The median machine level of all groups together, halfway between the two in the middle where those differ.</summary>
    public static double Median(CountCube cube)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var n = cube.Total;
        return n == 0 ? double.NaN : (At((n - 1) / 2) + At(n / 2)) / 2.0;

        int At(long place)
        {
            var level = -1;
            while (place >= 0)
            {
                level++;
                for (var group = 0; group < cube.Groups; group++)
                {
                    place -= cube.AtMachine(group, level);
                }
            }
            return level;
        }
    }

    /// <summary>The share of a group above a median.</summary>
    public static Rate Above(CountCube cube, int group, double median)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var above = 0L;
        for (var level = 0; level < cube.Levels; level++)
        {
            above += level > median ? cube.AtMachine(group, level) : 0;
        }
        return new Rate(above, cube.Size(group));
    }

    /// <summary>The ratio of a group.</summary>
    /// <param name="cube">The counts.</param>
    /// <param name="group">The group.</param>
    /// <param name="groups">The groups among which the largest share is sought, <paramref name="group"/> with them.</param>
    public static double Of(CountCube cube, int group, IReadOnlyList<int> groups)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(groups);
        var (median, largest) = (Median(cube), 0.0);
        for (var at = 0; at < groups.Count; at++)
        {
            largest = Math.Max(largest, Above(cube, groups[at], median).Value);
        }
        return largest > 0 ? Above(cube, group, median).Value / largest : double.NaN;
    }
}
