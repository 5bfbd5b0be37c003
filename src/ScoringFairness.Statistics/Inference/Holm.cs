namespace ScoringFairness.Statistics.Inference;

/// <summary>Adjusts p values for the number of tests.</summary>
internal static class Holm
{
    /// <summary>Holm's step-down adjustment (Holm 1979, Scand. J. Statistics 6, 65–70).</summary>
    /// <returns>The adjusted p values in the order given.</returns>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        var largest = 0.0;
        foreach (var (place, at) in Enumerable.Range(0, p.Count).OrderBy(at => p[at]).ThenBy(at => at).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (p.Count - place) * p[at]));
            adjusted[at] = largest;
        }
        return adjusted;
    }
}
