using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Expected calibration error (Naeini, Cooper, Hauskrecht 2015, Proc. AAAI; Guo, Pleiss, Sun, Weinberger 2017, arXiv
/// 1706.04599): Σ over ten bins of the confidence of (n_bin/n)·|accuracy − mean confidence|. Undefined without responses.
/// </summary>
public static class ExpectedCalibrationError
{
    /// <summary>The error of a group.</summary>
    public static double Of(ProbabilityBins bins, int group)
    {
        ArgumentNullException.ThrowIfNull(bins);
        Span<double> confidence = stackalloc double[ProbabilityBins.ConfidenceBins];
        for (var bin = 0; bin < confidence.Length; bin++)
        {
            var n = bins.Correct(group)[bin] + bins.Wrong(group)[bin];
            confidence[bin] = n == 0 ? 0 : bins.ConfidenceSum(group, bin) / n;
        }
        return Of(bins.Correct(group), bins.Wrong(group), confidence);
    }

    /// <summary>The error from counts by bin and the mean confidence of each bin.</summary>
    public static double Of(ReadOnlySpan<long> correct, ReadOnlySpan<long> wrong, ReadOnlySpan<double> confidence)
    {
        var (n, sum) = (0L, 0.0);
        for (var bin = 0; bin < correct.Length; bin++)
        {
            var inBin = correct[bin] + wrong[bin];
            n += inBin;
            sum += Math.Abs(correct[bin] - inBin * confidence[bin]);
        }
        return n == 0 ? double.NaN : sum / n;
    }
}
