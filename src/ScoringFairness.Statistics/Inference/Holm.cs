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

    /// <summary>
    /// Adjusts every p value of a study. A family is one measure at one level, basis, aggregation, group and contrast, over
    /// items × scorers × splits; pooled rows and means over items are families of their own.
    /// </summary>
    public static IReadOnlyList<MeasureRow> Adjust(IReadOnlyList<MeasureRow> rows)
    {
        var result = rows.ToArray();
        var families = rows.Index().Where(row => row.Item.PValue is not null).GroupBy(row => (
            row.Item.Measure, row.Item.Over, row.Item.Level, row.Item.Basis, row.Item.Aggregation, row.Item.Group, row.Item.Contrast));
        foreach (var family in families)
        {
            var members = family.ToList();
            var adjusted = Adjust([.. members.Select(member => member.Item.PValue!.Value)]);
            foreach (var (place, member) in members.Index())
            {
                result[member.Index] = member.Item with { PAdjusted = adjusted[place] };
            }
        }
        return result;
    }
}
