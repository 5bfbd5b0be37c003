using System.Collections.Frozen;

namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Every measure once.</summary>
public static class MeasureCatalogue
{
    private static readonly FrozenDictionary<string, Measure> ByCode;

    static MeasureCatalogue()
    {
        All =
        [
            .. BiasMeasures.All, .. DisparityMeasures.All, .. FairnessMeasures.All, .. ConditionalMeasures.All,
            .. AgreementMeasures.All, .. GroupAgreementMeasures.All, .. ErrorMeasures.All,
            .. FunctioningMeasures.All, .. ProbabilityMeasures.All, .. RaterMeasures.All, .. MitigationMeasures.All,
            .. DistillationMeasures.All, .. SwapMeasures.All, .. CauseMeasures.All,
        ];
        ByCode = All.ToFrozenDictionary(measure => measure.Code, StringComparer.Ordinal);
        Primary = [.. All.Where(measure => measure.Primary is not null)];
        Tolerances = Sorted(measure => measure.Tolerance);
        Minimums = Sorted(measure => measure.Minimum);
    }

    /// <summary>Every measure, in the order in which reports show them.</summary>
    public static IReadOnlyList<Measure> All { get; }

    /// <summary>The measures that answer the three questions, in the order of these.</summary>
    public static IReadOnlyList<Measure> Primary { get; }

    /// <summary>The tolerances where nobody asks for others, by code.</summary>
    public static IReadOnlyDictionary<string, double> Tolerances { get; }

    /// <summary>The least acceptable values by code.</summary>
    public static IReadOnlyDictionary<string, double> Minimums { get; }

    /// <summary>The measure of a code.</summary>
    /// <exception cref="KeyNotFoundException">No measure has that code.</exception>
    public static Measure Of(string code) => ByCode[code];

    /// <summary>The measure of a code; null for one that rows of an earlier version may have.</summary>
    public static Measure? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The columns of one of the report's tables, from left to right, with their measures.</summary>
    public static IReadOnlyList<(Measure Measure, TableColumn Column)> ColumnsOf(MeasureTable table) =>
    [
        .. All.SelectMany(measure => measure.Columns, (measure, column) => (measure, column)).Where(one => one.column.Table == table)
            .OrderBy(one => one.column.Place),
    ];

    private static SortedDictionary<string, double> Sorted(Func<Measure, double?> figure) => new(
        All.Where(measure => figure(measure) is not null).ToDictionary(measure => measure.Code, measure => figure(measure)!.Value),
        StringComparer.Ordinal);
}
