using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Model absolute density distance (MADD; Verger, Lallé, Bouchet, Luengo 2023, Proc. EDM, arXiv 2305.15342): Σ over bins of
/// |density in the reference group − density in the focal group| of the probability of a level, bins of 0.01; 0 (equal) to 2
/// (apart); over levels their mean. Biased upward in small samples. Undefined where a group is empty.
/// </summary>
public static class AbsoluteDensityDistance
{
    /// <summary>The distance for one level.</summary>
    public static double At(ReadOnlySpan<long> reference, ReadOnlySpan<long> focal)
    {
        var (n1, n2) = (Sum(reference), Sum(focal));
        var distance = 0.0;
        for (var bin = 0; bin < reference.Length; bin++)
        {
            distance += Math.Abs((double)reference[bin] / n1 - (double)focal[bin] / n2);
        }
        return n1 == 0 || n2 == 0 ? double.NaN : distance;
    }

    /// <summary>The mean distance over levels.</summary>
    public static double Of(ProbabilityBins bins, int reference, int focal)
    {
        ArgumentNullException.ThrowIfNull(bins);
        var sum = 0.0;
        for (var level = 0; level < bins.Levels; level++)
        {
            sum += At(bins.Density(reference, level), bins.Density(focal, level));
        }
        return sum / bins.Levels;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        var n = 0L;
        foreach (var count in counts)
        {
            n += count;
        }
        return n;
    }
}
