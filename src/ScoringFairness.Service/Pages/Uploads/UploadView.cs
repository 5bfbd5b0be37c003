using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>A file whose columns are being named, as its page shows it.</summary>
/// <param name="FileId">What it is called in addresses.</param>
/// <param name="Name">What it is called where it came from.</param>
/// <param name="Form">What its columns hold.</param>
public sealed record UploadView(string FileId, string Name, UploadForm Form)
{
    /// <summary>Rows.</summary>
    public long Rows { get; init; }

    /// <summary>The sheets of a workbook; empty of another file.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>The sheet that was read.</summary>
    public string? Sheet { get; init; }

    /// <summary>What its bytes look like; null where there is nothing to choose.</summary>
    public string? Encoding { get; init; }

    /// <summary>The items that there are, in the order of their ids.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>What keeps it from being read, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Its first rows; null where they cannot be read.</summary>
    public RowPreview? Preview { get; init; }

    /// <summary>What would become of its rows, or why they were not stored; null where that is not known yet.</summary>
    public RowsChecked? Checked { get; init; }
}

/// <summary>What would become of rows.</summary>
/// <param name="Received">Rows read.</param>
/// <param name="Inserted">Rows that are new.</param>
/// <param name="Updated">Rows that change what is stored.</param>
/// <param name="Rejected">Rows that cannot be taken.</param>
/// <param name="Errors">The first of the reasons, by row and column.</param>
/// <param name="Warnings">What was understood otherwise than it is written.</param>
public sealed record RowsChecked(
    long Received, long Inserted, long Updated, long Rejected, IReadOnlyList<(int Row, string? Column, string Message)> Errors,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Whether rows that cannot be taken are left out; else they keep all from being stored.</summary>
    public bool Skips { get; init; }

    /// <summary>What becomes of the rows that can be taken, in words. A row with scores of several items gives several responses.</summary>
    public string Said => string.Join(", ", new (long N, string Word)[]
    {
        (Inserted, "new"), (Updated, "changed"), (Received - Rejected - Inserted - Updated, "stored already"),
    }.Where(part => part.N > 0).Select(part => $"{FigureFormat.Count(part.N)} {part.Word}"));

    internal static RowsChecked Of(IngestAnswer answer, bool skips) => new(
        answer.Received, answer.Inserted, answer.Updated, answer.Rejected,
        [.. answer.Errors.Select(error => (error.Row, error.Field, error.Message))], [.. answer.Warnings.Select(warning => warning.Message)])
    {
        Skips = skips,
    };
}

/// <summary>What was stored of a file.</summary>
/// <param name="Name">The file.</param>
/// <param name="Rows">What became of its rows.</param>
/// <param name="NewAudit">Where an audit of them begins.</param>
public sealed record StoredFile(string Name, RowsChecked Rows, string NewAudit);
