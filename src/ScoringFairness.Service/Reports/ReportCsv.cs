using System.Globalization;
using System.Text.Json;
using CsvHelper;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>The measures as CSV, one row each, with the contract's names as columns.</summary>
internal static class ReportCsv
{
    private static readonly (string Name, Func<MeasureRow, object?> Value)[] Columns =
    [
        ("measure", row => row.Measure), ("scorer", row => row.Scorer), ("split", row => row.Split),
        ("comparedWith", row => row.ComparedWith), ("itemId", row => row.ItemId), ("over", row => row.Over),
        ("level", row => row.Level), ("basis", row => row.Basis), ("aggregation", row => row.Aggregation),
        ("group", row => row.Group), ("contrast", row => row.Contrast), ("value", row => row.Value), ("low", row => row.Low),
        ("high", row => row.High), ("confidence", row => row.Confidence), ("method", row => row.Method), ("test", row => row.Test),
        ("statistic", row => row.Statistic), ("df", row => row.Df), ("pValue", row => row.PValue), ("pAdjusted", row => row.PAdjusted),
        ("n", row => row.N), ("nByGroup", row => JsonSerializer.Serialize(row.NByGroup)),
        ("denominators", row => row.Denominators is null ? null : JsonSerializer.Serialize(row.Denominators)),
        ("tolerance", row => row.Tolerance),
        ("verdict", row => row.Verdict?.Code()),
        ("detectable", row => row.Detectable), ("neededN", row => row.NeededN), ("expectedByChance", row => row.ExpectedByChance),
        ("note", row => row.Note),
    ];

    public static string Write(IReadOnlyList<MeasureRow> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var (name, _) in Columns)
        {
            csv.WriteField(name);
        }
        csv.NextRecord();
        foreach (var row in rows)
        {
            foreach (var (_, value) in Columns)
            {
                csv.WriteField(value(row) is string field ? Harmless(field) : Convert.ToString(value(row), CultureInfo.InvariantCulture));
            }
            csv.NextRecord();
        }
        csv.Flush();
        return text.ToString();
    }

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    private static string Harmless(string field) => field is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + field : field;
}
