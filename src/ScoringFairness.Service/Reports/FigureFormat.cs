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
    /// <summary>A cell with the figure of a row.</summary>
    /// <param name="row">The row; null: there is no such figure here.</param>
    /// <param name="notes">The remarks of the report.</param>
    /// <param name="isSigned">Whether a plus sign is shown.</param>
    /// <param name="n">The n that the table shows beside the figure; a figure of another n shows its own.</param>
    /// <param name="more">What else is said of the figure, below its interval.</param>
    public static MarkupString Cell(MeasureRow? row, Footnotes notes, bool isSigned = false, long? n = null, string? more = null) => new(row switch
    {
        null => "<td class=\"u\">–</td>",
        { Value: null } => $"<td><span class=\"u\">undefined</span>{(row.Note is null ? " for no recorded reason" : notes.Mark(row.Note))}</td>",
        _ => $"<td{Class(row)}>{Mark(row.Verdict)}{Value(row.Value, row.Tolerance, isSigned)}{notes.Mark(row.Note)}"
            + $"<small>{Interval(row, isSigned)}{(n is null || row.N == n ? "" : $" n {Count(row.N)}")}</small>"
            + $"{(more is null ? "" : $"<small>{HtmlEncoder.Default.Encode(more)}</small>")}</td>",
    });

    /// <summary>The figure of a row, with more decimals where three would round it onto its tolerance or across it.</summary>
    public static string Value(double? value, double? tolerance, bool isSigned) => Number(value, isSigned, Bounds(tolerance));

    /// <summary>The interval in brackets.</summary>
    public static string Interval(MeasureRow row, bool isSigned = false) => Interval(row.Low, row.High, row.Tolerance, isSigned);

    /// <summary>An interval in brackets; an end that is not 0 or the tolerance is not shown as that.</summary>
    public static string Interval(double? low, double? high, double? tolerance, bool isSigned)
    {
        if (low is null)
        {
            return "no interval";
        }
        double[] lines = isSigned ? [0, .. Bounds(tolerance)] : Bounds(tolerance);
        return $"[{Number(low, isSigned, lines)}, {Number(high, isSigned, lines)}]";
    }

    /// <summary>A number of three decimals, or of as many as keep it on its side of the lines that it is read against.</summary>
    public static string Number(double? value, bool isSigned = false, params ReadOnlySpan<double> lines)
    {
        if (value is not { } number)
        {
            return "–";
        }
        var decimals = Decimals.Needed(3, number, lines);
        var zeros = decimals == 3 ? "0.000" : $"0.{new string('0', decimals)}";
        return number.ToString($"{(isSigned ? "+" : "")}{zeros};−{zeros};{zeros}", CultureInfo.InvariantCulture);
    }

    /// <summary>A nominal coverage; 0.999 is 99.9 %, not 100 %.</summary>
    public static string Percent(double confidence) => string.Create(CultureInfo.InvariantCulture, $"{confidence * 100:0.###} %");

    /// <summary>A p value.</summary>
    public static string P(double? p) => p switch
    {
        null => "–",
        < 0.001 => "<.001",
        // At .05 a p is read one way or the other: .0499 is not shown as .050.
        _ => p.Value.ToString($"F{Decimals.Needed(3, p, 0.05)}", CultureInfo.InvariantCulture).TrimStart('0'),
    };

    /// <summary>A row's p value after Holm's adjustment; beside it that of the comparison alone, where it is another.</summary>
    public static MarkupString Adjusted(MeasureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (adjusted, alone) = (P(row.PAdjusted ?? row.PValue), P(row.PValue));
        return new($"{HtmlEncoder.Default.Encode(adjusted)}{(adjusted == alone ? "" : $" <small>alone {HtmlEncoder.Default.Encode(alone)}</small>")}");
    }

    /// <summary>The same within a sentence, after the p.</summary>
    public static string Is(double? p) => P(p) is ['<', .. var rest] ? $"< {rest}" : $"= {P(p)}";

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

    private static double[] Bounds(double? tolerance) => tolerance is { } bound ? [bound, -bound] : [];

    private static string Class(MeasureRow row) => row.Verdict is { } verdict ? $" class=\"{verdict.Code()}\"" : "";

    private static string Mark(Verdict? verdict) => verdict is { } one
        ? $"<span role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(Words(one))}\">{Sign(one)}</span> "
        : "";
}
