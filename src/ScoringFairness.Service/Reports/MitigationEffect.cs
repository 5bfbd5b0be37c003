using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>A mitigated scorer beside its twin, on one item or several.</summary>
/// <param name="Line">The mitigated scorer's line.</param>
/// <param name="Twin">The same line of its twin.</param>
public sealed record MitigationEffect(Line Line, Line Twin)
{
    private static readonly string Code = MitigationMeasures.MitigationEffect.Code;

    /// <summary>The mitigated scorers of a report, in the order of their lines.</summary>
    public static IReadOnlyList<MitigationEffect> Of(MeasureIndex figures) =>
    [
        .. figures.All.Where(row => row.Measure == Code && row.OfMeasure == MitigationMeasures.Cost.Code)
            .Select(row => new MitigationEffect(Line.Of(row), Line.Of(row) with { Scorer = row.ComparedWith! })),
    ];

    /// <summary>What changed of a measure; null where nothing is told.</summary>
    public MeasureRow? Change(MeasureIndex figures, Measure measure, string? contrast) => figures.All.FirstOrDefault(row =>
        row.Measure == Code && row.OfMeasure == measure.Code && row.Contrast == contrast && Line.Of(row) == Line);

    /// <summary>What a change of a gap comes to, in words.</summary>
    /// <param name="change">The change.</param>
    /// <param name="own">The mitigated scorer's gap.</param>
    /// <param name="twin">Its twin's.</param>
    internal static string Words(MeasureRow? change, MeasureRow? own, MeasureRow? twin) => (change, own?.Value, twin?.Value) switch
    {
        ({ Low: { } low, High: { } high }, _, _) when low <= 0 && high >= 0 => "no change is shown",
        ({ Low: not null }, { } now, { } before) when Math.Abs(now) < Math.Abs(before) => "narrower than its twin's",
        ({ Low: not null }, { } now, { } before) when now * before < 0 => "turned to the other group's cost",
        ({ Low: not null }, not null, not null) => "wider than its twin's",
        _ => "cannot be said",
    };
}
