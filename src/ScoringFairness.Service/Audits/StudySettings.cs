using System.ComponentModel.DataAnnotations;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Audits;

/// <summary>How large an audit may be, and what an evaluation of uploaded scores shares with it (section <c>Studies</c>).</summary>
internal sealed class StudySettings : ISettings
{
    public static string Section => "Studies";

    /// <summary>Groups of an audit or an evaluation; every group is in rows of its own, and in a contrast.</summary>
    [Range(2, 10_000)]
    public int MostGroups { get; init; } = 100;

    /// <summary>Items of an audit or an evaluation.</summary>
    [Range(1, 100_000)]
    public int MostItems { get; init; } = 1000;

    /// <summary>Measure rows of an audit, of all its repeats together.</summary>
    [Range(1000, 100_000_000)]
    public long MostMeasures { get; init; } = 1_000_000;

    /// <summary>Figures of an audit that are drawn, times draws: numbers that its worker keeps at once, 16 bytes each.</summary>
    [Range(100_000, 10_000_000_000)]
    public long MostDraws { get; init; } = 200_000_000;

    /// <summary>What an audit may come to.</summary>
    public StudyLimits OfAudits => new(Section, MostMeasures, MostDraws);
}
