using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Large errors: mean 1[|m − h| ≥ 2 levels], m rounded to its level: the errors that hurt, which the assessment field sends to a
/// further reader (adjudication; Williamson, Xi, Breyer 2012, Educational Measurement 31(1), 2–13). Undefined without responses,
/// and on a scale of two levels, where no error is large.
/// </summary>
public static class LargeErrors
{
    private const int Levels = 2;

    /// <summary>The large errors of one group.</summary>
    public static Rate Of(CountCube cube, int group)
    {
        ArgumentNullException.ThrowIfNull(cube);
        if (cube.Levels <= Levels)
        {
            return default;
        }
        var hits = 0L;
        for (var human = 0; human < cube.Levels; human++)
        {
            for (var machine = 0; machine < cube.Levels; machine++)
            {
                hits += Math.Abs(human - machine) >= Levels ? cube[group, human, machine] : 0;
            }
        }
        return new Rate(hits, cube.Size(group));
    }
}
