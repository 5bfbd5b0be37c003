using System.Text.Unicode;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Responses.Files;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>An uploaded file as rows.</summary>
internal sealed class RowsFile
{
    private readonly byte[] _rows;
    private readonly string _mediaType;

    /// <param name="file">The file.</param>
    /// <param name="sheet">The sheet of a workbook; null: the first that holds something.</param>
    /// <exception cref="BrokenInputException">It is a workbook that cannot be read.</exception>
    public RowsFile(KeptFile file, string? sheet)
    {
        (FileId, Name) = (file.FileId, file.Name);
        if (Workbook.Is(file.Content))
        {
            var workbook = Workbook.Read(file.Content, sheet);
            (_rows, _mediaType, Sheets, Sheet) = (workbook.Csv, "text/csv", workbook.Sheets, workbook.Sheet);
            return;
        }
        _rows = file.Content;
        _mediaType = FirstSign(file.Content) switch { '[' => "application/json", '{' => RowFormat.NdJson, _ => "text/csv" };
        Encoding = file.Content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "utf-16" : Utf8.IsValid(file.Content) ? "utf-8" : "windows-1252";
    }

    /// <summary>What it is called in addresses.</summary>
    public string FileId { get; }

    /// <summary>What it is called where it came from.</summary>
    public string Name { get; }

    /// <summary>The sheets of a workbook; empty of another file.</summary>
    public IReadOnlyList<string> Sheets { get; } = [];

    /// <summary>The sheet that was read.</summary>
    public string? Sheet { get; }

    /// <summary>What its bytes look like; a workbook says so itself.</summary>
    public string Encoding { get; } = "utf-8";

    /// <summary>Whether it is text with separators.</summary>
    public bool IsCsv => _mediaType == "text/csv" && Sheets.Count == 0;

    /// <summary>Its rows.</summary>
    /// <param name="query">How they are written.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BrokenInputException">While reading: it cannot be read further.</exception>
    public IAsyncEnumerable<InputRow> Rows(RowQuery query, CancellationToken cancellation) =>
        RowFormat.Read(_mediaType, new MemoryStream(_rows, writable: false), cancellation, query)!;

    private static char FirstSign(byte[] content)
    {
        var at = content is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        while (at < content.Length && char.IsWhiteSpace((char)content[at]))
        {
            at++;
        }
        return at < content.Length ? (char)content[at] : ' ';
    }
}
