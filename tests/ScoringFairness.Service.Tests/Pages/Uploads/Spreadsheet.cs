using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace ScoringFairness.Service.Tests.Pages.Uploads;

/// <summary>Workbooks as Excel writes them, as small as can be.</summary>
internal static class Spreadsheet
{
    /// <summary>A workbook with some sheets: numbers as numbers, all else as text.</summary>
    public static byte[] Of(params IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<object>> Rows)> sheets)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "[Content_Types].xml",
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>
                """);
            Write(archive, "_rels/.rels", Relations([("rId1", "officeDocument", "xl/workbook.xml")]));
            Write(
                archive, "xl/_rels/workbook.xml.rels",
                Relations([.. sheets.Select((_, at) => ($"rId{at + 1}", "worksheet", $"worksheets/sheet{at + 1}.xml"))]));
            Write(archive, "xl/workbook.xml",
                """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" """
                + """xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>"""
                + string.Concat(sheets.Select((sheet, at) => $"""<sheet name="{sheet.Name}" sheetId="{at + 1}" r:id="rId{at + 1}"/>"""))
                + "</sheets></workbook>");
            foreach (var (at, sheet) in sheets.Index())
            {
                Write(archive, $"xl/worksheets/sheet{at + 1}.xml",
                    """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"""
                    + string.Concat(sheet.Rows.Select((row, place) =>
                        $"""<row r="{place + 1}">{string.Concat(row.Select((cell, column) => Cell(cell, $"{(char)('A' + column)}{place + 1}")))}</row>"""))
                    + "</sheetData></worksheet>");
            }
        }
        return bytes.ToArray();
    }

    private static string Cell(object value, string place) => value is string text
        ? $"""<c r="{place}" t="inlineStr"><is><t>{SecurityElement.Escape(text)}</t></is></c>"""
        : $"""<c r="{place}"><v>{Convert.ToString(value, CultureInfo.InvariantCulture)}</v></c>""";

    private static string Relations(IReadOnlyList<(string Id, string Kind, string Target)> targets) =>
        """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"""
        + string.Concat(targets.Select(to =>
            $"""<Relationship Id="{to.Id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{to.Kind}" Target="{to.Target}"/>"""))
        + "</Relationships>";

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
        writer.Write(text);
    }
}
