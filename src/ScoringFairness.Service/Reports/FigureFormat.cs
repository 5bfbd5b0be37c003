using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>Figures as a page shows them: the value, under it its interval, and a footnote where the row has a note.</summary>
internal static class FigureFormat
{
    private const string SignedFormat = "+0.000;−0.000;0.000";
    private const string PlainFormat = "0.000;−0.000;0.000";

    /// <summary>A cell with the figure of a row.</summary>
    /// <param name="row">The row; null: there is no such figure here.</param>
    /// <param name="notes">The footnotes of the table.</param>
    /// <param name="isSigned">Whether a plus sign is shown.</param>
    /// <param name="n">The n that the table shows beside the figure; a figure of another n shows its own.</param>
    public static MarkupString Cell(MeasureRow? row, Footnotes notes, bool isSigned = false, long? n = null) => new(row switch
    {
        null => "<td class=\"u\">–</td>",
        { Value: null } => $"<td><span class=\"u\">undefined</span>{notes.Mark(row.Note ?? "No reason is recorded.")}</td>",
        _ => $"<td{Class(row)}>{Mark(row.Verdict)}{Number(row.Value, isSigned)}{notes.Mark(row.Note)}"
            + $"<small>{Interval(row, isSigned)}{(n is null || row.N == n ? "" : $" n {Count(row.N)}")}</small></td>",
    });

    /// <summary>The interval in brackets.</summary>
    public static string Interval(MeasureRow row, bool isSigned = false) =>
        row.Low is null ? "no interval" : $"[{Number(row.Low, isSigned)}, {Number(row.High, isSigned)}]";

    /// <summary>A number of three decimals.</summary>
    public static string Number(double? value, bool isSigned = false) =>
        value?.ToString(isSigned ? SignedFormat : PlainFormat, CultureInfo.InvariantCulture) ?? "–";

    /// <summary>A nominal coverage; 0.999 is 99.9 %, not 100 %.</summary>
    public static string Percent(double confidence) => string.Create(CultureInfo.InvariantCulture, $"{confidence * 100:0.###} %");

    /// <summary>A p value.</summary>
    public static string P(double? p) => p switch
    {
        null => "–",
        < 0.001 => "<.001",
        _ => p.Value.ToString("0.000", CultureInfo.InvariantCulture)[(p < 1 ? 1 : 0)..],
    };

    /// <summary>A whole number.</summary>
    public static string Count(long? n) => n?.ToString("N0", CultureInfo.InvariantCulture) ?? "s";

    /// <summary>What a figure rests on: responses, or items where it is a mean over them.</summary>
    public static string N(long? n, string? over) => over == RowCodes.Items ? $"{Count(n)} {(n == 1 ? "item" : "items")}" : Count(n);

    /// <summary>A score of a scale.</summary>
    public static string Score(double score) => score.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The verdict for people.</summary>
    public static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Within => "within tolerance",
        Verdict.Exceeds => "beyond tolerance",
        Verdict.Met => "minimum met",
        Verdict.NotMet => "below the minimum",
        Verdict.Inconclusive => "cannot tell",
        _ => "undefined",
    };

    /// <summary>The verdict as a sign that needs no colour.</summary>
    public static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Within or Verdict.Met => "●",
        Verdict.Exceeds or Verdict.NotMet => "▲",
        Verdict.Inconclusive => "◐",
        _ => "○",
    };

    /// <summary>A verdict with its sign.</summary>
    public static MarkupString Badge(Verdict verdict) => new(
        $"<span class=\"{verdict.Code()}\"><span aria-hidden=\"true\">{Sign(verdict)}</span> {Words(verdict)}</span>");

    private static string Class(MeasureRow row) => row.Verdict is { } verdict ? $" class=\"{verdict.Code()}\"" : "";

    private static string Mark(Verdict? verdict) => verdict is { } one
        ? $"<span role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(Words(one))}\">{Sign(one)}</span> "
        : "";
}
