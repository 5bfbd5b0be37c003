using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>Adjusts every p value of a study for the number of tests in its family.</summary>
internal static class HolmFamilies
{
    /// <summary>
    /// A family is one measure at one level, basis, aggregation, group and contrast, over items × scorers × splits; pooled rows
    /// and means over items are families of their own, and so are the second human in a machine's place, comparisons with it,
    /// and scores before they were brought onto the scale.
    /// </summary>
    public static IReadOnlyList<MeasureRow> Adjust(IReadOnlyList<MeasureRow> rows)
    {
        var result = rows.ToArray();
        var families = rows.Index().Where(row => row.Item.PValue is not null).GroupBy(row => (
            row.Item.Measure, row.Item.Over, row.Item.Level, row.Item.Basis, row.Item.Aggregation, row.Item.Group, row.Item.Contrast,
            row.Item.Scorer == RowCodes.SecondHuman, row.Item.ComparedWith == RowCodes.SecondHuman, row.Item.Form == RowCodes.Expected));
        foreach (var family in families)
        {
            var members = family.ToList();
            var adjusted = Holm.Adjust([.. members.Select(member => member.Item.PValue!.Value)]);
            foreach (var (place, member) in members.Index())
            {
                result[member.Index] = member.Item with { PAdjusted = adjusted[place] };
            }
        }
        return result;
    }
}
