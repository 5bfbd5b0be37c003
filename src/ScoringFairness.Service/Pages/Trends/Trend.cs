using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Pages.Trends;

/// <summary>A scorer that was audited several times on the same items by the same attribute.</summary>
/// <param name="Scorer">Its name.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Items">The items.</param>
/// <param name="Audits">How often.</param>
/// <param name="LastAuditId">The last of these audits.</param>
/// <param name="LastAt">When that was asked for.</param>
public sealed record TrendLine(string Scorer, string Attribute, IReadOnlyList<string> Items, int Audits, string LastAuditId, DateTimeOffset LastAt);

/// <summary>A scorer's figures over audits that may stand side by side.</summary>
public sealed record Trend
{
    /// <summary>The audit that the others are compared with.</summary>
    public required string AuditId { get; init; }

    /// <summary>The schedule whose audits alone are shown; null: all.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>The scorer.</summary>
    public required string Scorer { get; init; }

    /// <summary>The scorers that there are.</summary>
    public required IReadOnlyList<string> Scorers { get; init; }

    /// <summary>The training split; null for scores from outside.</summary>
    public string? Split { get; init; }

    /// <summary>The splits that there are.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>What all the audits looked at.</summary>
    public required ComparedData Data { get; init; }

    /// <summary>The contrasts of any of the audits.</summary>
    public required IReadOnlyList<GroupContrast> Contrasts { get; init; }

    /// <summary>The audits, the oldest first.</summary>
    public required IReadOnlyList<TrendPoint> Points { get; init; }

    /// <summary>Whether there are earlier audits than are shown.</summary>
    public bool IsCut { get; init; }
}

/// <summary>One audit of a trend.</summary>
/// <param name="AuditId">The audit.</param>
/// <param name="Name">Its name.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="Figures">Its figures of the scorer and split.</param>
/// <param name="Changes">What is other than in the audit before it, in words; empty of the first.</param>
public sealed record TrendPoint(
    string AuditId, string Name, DateTimeOffset At, IReadOnlyList<ToldFigure> Figures, IReadOnlyList<string> Changes)
{
    /// <summary>The figure of a measure; null where the audit has none.</summary>
    public ToldFigure? Find(string measure, string? contrast) => Figures.FirstOrDefault(one => one.Measure == measure && one.Contrast == contrast);
}
