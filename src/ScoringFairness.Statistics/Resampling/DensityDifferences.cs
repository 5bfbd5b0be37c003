using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// The parts of a distance of densities: for each level and bin the share of the reference group minus that of the focal group.
/// Bins that are empty in both groups are left out; the others are smoothed as <see cref="RateDifferences"/> smooths cells.
/// </summary>
internal static class DensityDifferences
{
    private const double PooledWeight = 2;

    /// <summary>The parts, weighted so that their absolute values sum up to the mean distance over levels.</summary>
    public static SignedParts Of(ProbabilityBins bins, int reference, int focal)
    {
        var weight = 1.0 / bins.Levels;
        var (values, covariance) = (new List<double>(), new List<double[]>());
        for (var level = 0; level < bins.Levels; level++)
        {
            var (one, other) = (bins.Density(reference, level).ToArray(), bins.Density(focal, level).ToArray());
            var (n1, n2) = ((double)one.Sum(), (double)other.Sum());
            int[] filled = [.. Enumerable.Range(0, one.Length).Where(bin => one[bin] + other[bin] > 0)];
            for (var at = 0; at < filled.Length; at++)
            {
                values.Add(weight * (one[filled[at]] / n1 - other[filled[at]] / n2));
                covariance.Add([.. filled.Take(at + 1).Select(bin =>
                    weight * weight * (Product(one, n1, bin, filled[at]) + Product(other, n2, bin, filled[at])))]);
            }

            double Product(long[] counts, double n, int bin, int with) =>
                ((bin == with ? Share(counts, n, bin) : 0) - Share(counts, n, bin) * Share(counts, n, with)) / n;

            double Share(long[] counts, double n, int bin) =>
                (counts[bin] + PooledWeight * (one[bin] + other[bin]) / (n1 + n2)) / (n + PooledWeight);
        }
        return new SignedParts { Values = [.. values], Covariance = [.. covariance], Blocks = [.. Enumerable.Range(0, values.Count)] };
    }
}
