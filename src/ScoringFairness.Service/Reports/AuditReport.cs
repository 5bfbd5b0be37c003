using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>A report: who was audited, the three answers, and every figure behind them.</summary>
public sealed record AuditReport
{
    /// <summary>What was audited and how.</summary>
    public required ReportHeader Audit { get; init; }

    /// <summary>Who was audited.</summary>
    public required AuditedData Data { get; init; }

    /// <summary>What to know about scorers and data before any figure.</summary>
    public required IReadOnlyList<AuditWarning> Warnings { get; init; }

    /// <summary>The three answers by scorer and split.</summary>
    public required IReadOnlyList<Answer> Summary { get; init; }

    /// <summary>Every figure with its uncertainty.</summary>
    public required IReadOnlyList<MeasureRow> Measures { get; init; }

    /// <summary>
    /// Machine scores by human scores of each group: confusion tables, distributions, mean machine score at each human score.
    /// Of the first repeat where the audit has several; empty where the audit was evaluated before tables were kept.
    /// </summary>
    public required IReadOnlyList<ScoreTable> Tables { get; init; }

    /// <summary>The words that move scores most, by scorer and item; null where nobody asked.</summary>
    public IReadOnlyList<WordTable>? Words { get; init; }

    /// <summary>What the chat models of the audit were sent and would not grade; null where it has none.</summary>
    public ChatReport? Chat { get; init; }

    /// <summary>Puts a report together; small counts are left out of it.</summary>
    internal static AuditReport Of(
        ReportHeader header, AuditedData data, IReadOnlyList<AuditWarning> warnings, IReadOnlyList<MeasureRow> measures,
        IReadOnlyList<ScoreTable> tables, IReadOnlyList<WordTable>? words = null, IReadOnlyList<StudentTable>? students = null)
    {
        var shown = SuppressedTables.Of(tables, header.MinCellSize, students);
        var small = new SmallCounts(shown, header.MinCellSize);
        var hidden = new HiddenGroups(data, header.MinCellSize);
        IReadOnlyList<MeasureRow> rows = [.. measures.Select(row => hidden.Suppress(row, small))];
        var figures = new MeasureIndex(rows, header.Groups);
        return new AuditReport
        {
            Audit = header,
            Data = small.Suppress(data),
            Warnings = [.. Caveats.Of(header), .. warnings, .. CutGaps.Of(figures)],
            Summary = Answers.Of(figures),
            Measures = rows,
            Tables = [.. shown.Select(hidden.Suppress)],
            Words = words?.Select(table => SuppressedWords.Of(table, header.MinCellSize)).ToList(),
        };
    }
}

/// <summary>What was audited and how.</summary>
public sealed record ReportHeader
{
    /// <summary>The audit; null for scores that were evaluated without being stored.</summary>
    public string? AuditId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What a reviewer says of it; null: nobody did.</summary>
    public AuditReview? Review { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>HMAC-SHA-256 of the data that took part, under a secret of the organisation: the same data of one organisation have the same.</summary>
    public string? DataDigest { get; init; }

    /// <summary>The version of the program that made the figures.</summary>
    public required string Version { get; init; }

    /// <summary>The attribute whose groups are compared.</summary>
    public required string Attribute { get; init; }

    /// <summary>The groups of the contrasts, the reference first.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Nominal coverage of the intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>The seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>Groups with fewer responses give no figure.</summary>
    public required int MinGroupSize { get; init; }

    /// <summary>Counts from 1 to below this are suppressed.</summary>
    public required int MinCellSize { get; init; }

    /// <summary>The published rules that it was held to, with their source; null: none.</summary>
    public PolicyPreset? Preset { get; init; }

    /// <summary>The request with every default written out.</summary>
    public required object Request { get; init; }

    /// <summary>Whether Holm's families span groups too, as the request says.</summary>
    internal bool AdjustsOverGroups => Request is AuditDesign { AdjustOverGroups: true } or EvaluationOptions { AdjustOverGroups: true };

    /// <summary>What Holm's adjustment counts, in words.</summary>
    internal string HolmFamily => AdjustsOverGroups
        ? "over all items, scorers, splits and groups of the same measure"
        : "over all items, scorers and splits of the same measure and groups";
}
