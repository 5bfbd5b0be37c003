using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Adjacent agreement: the share of responses with |m − h| ≤ 1 point, m rounded to its level (Williamson, Xi, Breyer 2012,
/// Educational Measurement 31(1), 2–13). One point, not one step: on a scale with half points two steps are adjacent.
/// </summary>
public static class AdjacentAgreement
{
    /// <summary>The adjacent agreement in one group.</summary>
    public static Rate Of(CountCube cube, int group)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var reach = (int)Math.Floor(1 / cube.Scale.Step + 1e-9);
        var hits = 0L;
        for (var human = 0; human < cube.Levels; human++)
        {
            for (var machine = Math.Max(0, human - reach); machine <= Math.Min(cube.Levels - 1, human + reach); machine++)
            {
                hits += cube[group, human, machine];
            }
        }
        return new Rate(hits, cube.Size(group));
    }
}
