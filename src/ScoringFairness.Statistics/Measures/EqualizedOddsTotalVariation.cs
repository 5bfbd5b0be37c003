using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// The native form of equalized odds for several levels: the mean over human levels of the total variation distance
/// ½ Σ_m |P(m|h,reference) − P(m|h,focal)|, 0 to 1. A level that one of the groups never has is left out; undefined where
/// all are.
/// </summary>
public static class EqualizedOddsTotalVariation
{
    /// <summary>The distance, and the number of human levels that both groups have.</summary>
    public static (double Value, int Defined) Of(CountCube cube, int reference, int focal)
    {
        var levels = Levels(cube, reference, focal, 1);
        return (Of(cube, reference, focal, levels), levels.Count);
    }

    /// <summary>The distance over some human levels, NaN of none.</summary>
    public static double Of(CountCube cube, int reference, int focal, IReadOnlyList<int> levels)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(levels);
        var sum = 0.0;
        for (var place = 0; place < levels.Count; place++)
        {
            var human = levels[place];
            var (n1, n2) = (cube.AtHuman(reference, human), cube.AtHuman(focal, human));
            for (var machine = 0; machine < cube.Levels; machine++)
            {
                sum += Math.Abs((double)cube[reference, human, machine] / n1 - (double)cube[focal, human, machine] / n2) / 2;
            }
        }
        return levels.Count == 0 ? double.NaN : sum / levels.Count;
    }

    /// <summary>The human levels of which both groups have at least so many responses.</summary>
    public static IReadOnlyList<int> Levels(CountCube cube, int reference, int focal, long least)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return [.. Enumerable.Range(0, cube.Levels).Where(human => Math.Min(cube.AtHuman(reference, human), cube.AtHuman(focal, human)) >= least)];
    }
}
