using System.Globalization;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Verdicts;
using Spectre.Console;

namespace ScoringFairness.Service.Demonstration;

/// <summary>Prints the three answers of a report.</summary>
internal static class AnswerTable
{
    public static void Print(IAnsiConsole console, AuditReport report)
    {
        foreach (var gap in report.Measures.Where(row =>
            row.Measure == DisparityMeasures.MeanScoreGap.Code && row.Scorer == RowCodes.Human && row.Over == RowCodes.Responses))
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Human mean score gap ({gap.Contrast}), all responses: {gap.Value:+0.000;-0.000} [{gap.Low:0.000}, {gap.High:0.000}]"));
        }
        var table = new Table().Border(TableBorder.Ascii2);
        table.AddColumns("question", "scorer", "split", "measure", "value", "interval", "difference", "tolerance", "verdict");
        foreach (var answer in report.Summary)
        {
            table.AddRow(
                answer.Question, answer.Scorer, answer.Split ?? "-", answer.Measure, Number(answer.Value),
                answer.Low is null ? "-" : Markup.Escape($"[{Number(answer.Low)}, {Number(answer.High)}]"), Markup.Escape(answer.Difference.Words),
                Number(answer.Tolerance),
                answer.Verdict.Code());
        }
        console.Write(table);
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
