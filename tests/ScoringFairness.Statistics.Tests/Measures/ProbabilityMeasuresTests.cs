using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>Calibration and density of probabilities, on cases worked out by hand.</summary>
public sealed class ProbabilityMeasuresTests
{
    [Fact]
    public void Calibration_is_the_mean_gap_of_confidence_and_accuracy_weighted_by_bin()
    {
        var bins = new ProbabilityBins(1, 2);
        // Confidence .95, 3 of 4 right: 4·|.75 − .95| = .8. Confidence .65 and .61, 1 of 2 right: 2·|.5 − .63| = .26.
        foreach (var (human, probability) in new[] { (0, .95f), (0, .95f), (0, .95f), (1, .95f), (0, .65f), (1, .61f) })
        {
            bins.Add(0, human, 0, [probability, 1 - probability]);
        }
        Assert.Equal((0.8 + 0.26) / 6, ExpectedCalibrationError.Of(bins, 0), 1e-6);
        Assert.True(double.IsNaN(ExpectedCalibrationError.Of(new ProbabilityBins(1, 2), 0)));
    }

    [Fact]
    public void Density_distance_is_0_for_like_and_2_for_disjoint_probabilities()
    {
        var bins = new ProbabilityBins(3, 2);
        for (var at = 0; at < 10; at++)
        {
            bins.Add(0, 0, 1, [.055f, .945f]);
            bins.Add(1, 0, 0, [.805f, .195f]);
            bins.Add(2, 0, 0, at < 4 ? [.055f, .945f] : [.505f, .495f]);
        }
        Assert.Equal(2, AbsoluteDensityDistance.Of(bins, 0, 1), 1e-12);
        Assert.Equal(0, AbsoluteDensityDistance.Of(bins, 0, 0), 1e-12);
        // Six of ten elsewhere: |1 − .4| + .6 at each level.
        Assert.Equal(1.2, AbsoluteDensityDistance.Of(bins, 0, 2), 1e-12);
        Assert.True(double.IsNaN(AbsoluteDensityDistance.Of(new ProbabilityBins(2, 2), 0, 1)));
    }

    [Fact]
    public void Certainty_falls_into_the_last_bin_and_histograms_add_up()
    {
        var (one, other) = (new ProbabilityBins(1, 2), new ProbabilityBins(1, 2));
        one.Add(0, 0, 0, [1f, 0f]);
        other.Add(0, 1, 1, [.25f, .75f]);
        one.AddAll(other);
        Assert.Equal((1, 1), (one.Density(0, 0)[^1], one.Density(0, 0)[25]));
        Assert.Equal((1, 1), (one.Correct(0)[^1], one.Correct(0)[7]));
        Assert.Equal((1.0, 0.75), (one.ConfidenceSum(0, 9), one.ConfidenceSum(0, 7)));
    }
}
