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
    /// <param name="rows">The rows.</param>
    /// <param name="overGroups">
    /// Whether groups and contrasts of a measure are one family: with many groups one is found to differ by chance. The largest
    /// contrast, and the figure of all groups together, stay apart from them.
    /// </param>
    public static IReadOnlyList<MeasureRow> Adjust(IReadOnlyList<MeasureRow> rows, bool overGroups = false)
    {
        var result = rows.ToArray();
        var families = rows.Index().Where(row => row.Item.PValue is not null).GroupBy(row => (
            row.Item.Measure, row.Item.OfMeasure, row.Item.Direction, row.Item.Over, row.Item.Level, row.Item.Basis, row.Item.Aggregation,
            Label(row.Item.Group), Label(row.Item.Contrast),
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

        string? Label(string? name) => overGroups && name is not (null or RowCodes.LargestContrast) ? "" : name;
    }
}
