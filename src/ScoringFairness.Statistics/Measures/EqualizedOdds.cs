using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Equalized odds difference of two groups: at the same human score, does each group get each machine score equally often
/// (Hardt, Price, Srebro 2016; for several levels one against the rest, as Latif, Zhai, Liu have it). 0 is perfect; a figure
/// made of absolute differences is biased upward in small samples. Undefined where a rate is.
/// </summary>
public static class EqualizedOdds
{
    /// <summary>For one level: mean = (|ΔTPR| + |ΔFPR|)/2, max = the larger of the two.</summary>
    public static (double Mean, double Max) At(CountCube cube, int reference, int focal, int level, Basis basis)
    {
        var (one, other) = (OddsRates.Of(cube, reference, level, basis), OddsRates.Of(cube, focal, level, basis));
        var truePositive = Math.Abs(one.TruePositive.Value - other.TruePositive.Value);
        var falsePositive = Math.Abs(one.FalsePositive.Value - other.FalsePositive.Value);
        return ((truePositive + falsePositive) / 2, Math.Max(truePositive, falsePositive));
    }

    /// <summary>Over levels: the mean of the levels' means, and the largest of their maxima, of the levels that are defined.</summary>
    /// <returns>The figures, NaN where no level is defined, and how many levels are.</returns>
    public static (double Mean, double Max, int Defined) Over(CountCube cube, int reference, int focal, Basis basis)
    {
        ArgumentNullException.ThrowIfNull(cube);
        var (sum, largest, defined) = (0.0, double.NaN, 0);
        for (var level = OddsRates.First(basis); level < cube.Levels; level++)
        {
            var (mean, max) = At(cube, reference, focal, level, basis);
            if (double.IsFinite(mean))
            {
                sum += mean;
                largest = defined == 0 ? max : Math.Max(largest, max);
                defined++;
            }
        }
        return (defined == 0 ? double.NaN : sum / defined, largest, defined);
    }
}
