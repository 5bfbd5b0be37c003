using System.Globalization;
using CsvHelper;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>The measures as CSV, one row each, with the contract's names as columns.</summary>
internal static class ReportCsv
{
    public static string Write(IReadOnlyList<MeasureRow> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var column in MeasureColumns.All)
        {
            csv.WriteField(column.Name);
        }
        csv.NextRecord();
        foreach (var row in rows)
        {
            foreach (var column in MeasureColumns.All)
            {
                var value = column.Stored(row);
                csv.WriteField(value is string field ? Harmless(field) : Convert.ToString(value, CultureInfo.InvariantCulture));
            }
            csv.NextRecord();
        }
        csv.Flush();
        return text.ToString();
    }

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    internal static string Harmless(string field) => field is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + field : field;
}
