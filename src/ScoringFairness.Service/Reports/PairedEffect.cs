using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>A scorer beside another of the same responses, on one item or several: a mitigated one beside its twin, a taught one beside its teacher.</summary>
/// <param name="Code">The measure of what is between them.</param>
/// <param name="Line">The scorer's line.</param>
/// <param name="Other">The same line of the other.</param>
public sealed record PairedEffect(string Code, Line Line, Line Other)
{
    /// <summary>The pairs of a report, in the order of their lines.</summary>
    /// <param name="figures">The report's figures.</param>
    /// <param name="effect">The measure of what is between the two.</param>
    public static IReadOnlyList<PairedEffect> Of(MeasureIndex figures, Measure effect) =>
    [
        .. figures.All.Where(row => row.Measure == effect.Code && row.OfMeasure == MitigationMeasures.Cost.Code)
            .Select(row => new PairedEffect(effect.Code, Line.Of(row), Line.Of(row) with { Scorer = row.ComparedWith! })),
    ];

    /// <summary>By how much the two differ in a measure; null where nothing is told.</summary>
    public MeasureRow? Difference(MeasureIndex figures, Measure measure, string? contrast) => figures.All.FirstOrDefault(row =>
        row.Measure == Code && row.OfMeasure == measure.Code && row.ComparedWith == Other.Scorer && row.Contrast == contrast && Line.Of(row) == Line);

    /// <summary>What a difference of gaps comes to, in words.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="own">The scorer's gap.</param>
    /// <param name="other">The other's.</param>
    /// <param name="noun">What the difference is called.</param>
    /// <param name="than">What the gap is narrower or wider than; empty where that is plain.</param>
    internal static string Words(MeasureRow? difference, MeasureRow? own, MeasureRow? other, string noun = "difference", string than = "") =>
        (difference, own?.Value, other?.Value) switch
        {
            ({ Low: { } low, High: { } high }, _, _) when low <= 0 && high >= 0 => $"no {noun} is shown",
            ({ Low: not null }, { } now, { } before) when Math.Abs(now) < Math.Abs(before) => $"narrower{than}",
            ({ Low: not null }, { } now, { } before) when now * before < 0 => "turned to the other group's cost",
            ({ Low: not null }, not null, not null) => $"wider{than}",
            _ => "cannot be said",
        };
}
