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
        ArgumentNullException.ThrowIfNull(cube);
        var (sum, defined) = (0.0, 0);
        for (var human = 0; human < cube.Levels; human++)
        {
            var (n1, n2) = (cube.AtHuman(reference, human), cube.AtHuman(focal, human));
            if (n1 == 0 || n2 == 0)
            {
                continue;
            }
            defined++;
            for (var machine = 0; machine < cube.Levels; machine++)
            {
                sum += Math.Abs((double)cube[reference, human, machine] / n1 - (double)cube[focal, human, machine] / n2) / 2;
            }
        }
        return (defined == 0 ? double.NaN : sum / defined, defined);
    }
}
