using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>A scorer that learnt from another, beside that one or beside the same scorer without a teacher, on one item or several.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Other">The same line of the other.</param>
public sealed record DistillationEffect(Line Line, Line Other)
{
    private static readonly string Code = DistillationMeasures.DistillationEffect.Code;

    /// <summary>The pairs of a report, in the order of their lines.</summary>
    public static IReadOnlyList<DistillationEffect> Of(MeasureIndex figures) =>
    [
        .. figures.All.Where(row => row.Measure == Code && row.OfMeasure == MitigationMeasures.Cost.Code)
            .Select(row => new DistillationEffect(Line.Of(row), Line.Of(row) with { Scorer = row.ComparedWith! })),
    ];

    /// <summary>By how much the two differ in a measure; null where nothing is told.</summary>
    public MeasureRow? Difference(MeasureIndex figures, Measure measure, string? contrast) => figures.All.FirstOrDefault(row =>
        row.Measure == Code && row.OfMeasure == measure.Code && row.ComparedWith == Other.Scorer && row.Contrast == contrast && Line.Of(row) == Line);

    /// <summary>What a difference of gaps comes to, in words.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="own">The scorer's gap.</param>
    /// <param name="other">The other's.</param>
    internal static string Words(MeasureRow? difference, MeasureRow? own, MeasureRow? other) => (difference, own?.Value, other?.Value) switch
    {
        ({ Low: { } low, High: { } high }, _, _) when low <= 0 && high >= 0 => "no difference is shown",
        ({ Low: not null }, { } now, { } before) when Math.Abs(now) < Math.Abs(before) => "narrower",
        ({ Low: not null }, { } now, { } before) when now * before < 0 => "turned to the other group's cost",
        ({ Low: not null }, not null, not null) => "wider",
        _ => "cannot be said",
    };
}
