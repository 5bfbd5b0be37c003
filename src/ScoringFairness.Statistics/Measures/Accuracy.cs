using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Accuracy: mean 1[m = h], the share of responses whose machine level is the human's (Latif, Zhai, Liu, arXiv 2312.10833).
/// The assessment field calls it exact agreement. Undefined without responses.
/// </summary>
public static class Accuracy
{
    /// <summary>The accuracy in one group.</summary>
    public static Rate Of(CountCube cube, int group)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var hits = 0L;
        for (var level = 0; level < cube.Levels; level++)
        {
            hits += cube[group, level, level];
        }
        return new Rate(hits, cube.Size(group));
    }
}
