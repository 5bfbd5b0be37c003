using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Statistics.Study;

/// <summary>Which rows stand for their measure.</summary>
public static class MainRows
{
    /// <summary>
    /// Whether a row is a main one of its measure, as the catalogue has it: of all levels together, in the measure's own basis and
    /// aggregation, of scores as they are reported, no comparison, no change of another figure, of no swapped words and not the largest of several contrasts.
    /// </summary>
    public static bool IsMain(this MeasureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row is { Level: null, ComparedWith: null, OfMeasure: null, Direction: null, Form: not RowCodes.Expected, Contrast: not RowCodes.LargestContrast }
            && MeasureCatalogue.Find(row.Measure) is { Main: var main } && (row.Basis, row.Aggregation) == (main.Basis, main.Aggregation);
    }
}
