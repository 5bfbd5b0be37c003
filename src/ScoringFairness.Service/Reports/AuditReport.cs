using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Reports;

/// <summary>A report: who was audited, the three answers, and every figure behind them.</summary>
public sealed record AuditReport
{
    /// <summary>What was audited and how.</summary>
    public required ReportHeader Audit { get; init; }

    /// <summary>Who was audited.</summary>
    public required AuditedData Data { get; init; }

    /// <summary>What to know about the data before any figure.</summary>
    public required IReadOnlyList<AuditWarning> Warnings { get; init; }

    /// <summary>The three answers by scorer and split.</summary>
    public required IReadOnlyList<Answer> Summary { get; init; }

    /// <summary>Every figure with its uncertainty.</summary>
    public required IReadOnlyList<MeasureRow> Measures { get; init; }

    /// <summary>Puts a report together; small counts are left out of it.</summary>
    internal static AuditReport Of(
        ReportHeader header, AuditedData data, IReadOnlyList<AuditWarning> warnings, IReadOnlyList<MeasureRow> measures, int minCellSize) => new()
        {
            Audit = header,
            Data = data,
            Warnings = warnings,
            Summary = Answers.Of(measures),
            Measures = [.. measures.Select(row => SmallCounts.Suppress(row, minCellSize))],
        };
}

/// <summary>What was audited and how.</summary>
public sealed record ReportHeader
{
    /// <summary>The audit; null for scores that were evaluated without being stored.</summary>
    public string? AuditId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>SHA-256 of the data that took part.</summary>
    public string? DataDigest { get; init; }

    /// <summary>The version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>The request with every default written out.</summary>
    public required object Request { get; init; }
}
