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

    /// <summary>Over all levels that are defined: the mean of the levels' means, and the largest of their maxima.</summary>
    /// <returns>The figures, NaN where no level is defined, and how many levels are.</returns>
    public static (double Mean, double Max, int Defined) Over(CountCube cube, int reference, int focal, Basis basis)
    {
        var levels = Levels(cube, reference, focal, basis, 1);
        return Over(cube, reference, focal, basis, levels) is var (mean, max) ? (mean, max, levels.Count) : default;
    }

    /// <summary>The same over some levels, NaN of none.</summary>
    public static (double Mean, double Max) Over(CountCube cube, int reference, int focal, Basis basis, IReadOnlyList<int> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var (sum, largest) = (0.0, double.NaN);
        for (var place = 0; place < levels.Count; place++)
        {
            var (mean, max) = At(cube, reference, focal, levels[place], basis);
            sum += mean;
            largest = double.IsNaN(largest) ? max : Math.Max(largest, max);
        }
        return (levels.Count == 0 ? double.NaN : sum / levels.Count, largest);
    }

    /// <summary>The levels, or cuts, whose four denominators all reach <paramref name="least"/> responses.</summary>
    public static IReadOnlyList<int> Levels(CountCube cube, int reference, int focal, Basis basis, long least)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return [.. Enumerable.Range(OddsRates.First(basis), cube.Levels - OddsRates.First(basis)).Where(level =>
            new[] { reference, focal }.All(group => OddsRates.Of(cube, group, level, basis) is var rates
                && Math.Min(rates.TruePositive.N, rates.FalsePositive.N) >= least))];
    }
}
