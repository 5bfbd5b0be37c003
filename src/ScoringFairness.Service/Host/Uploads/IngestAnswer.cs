using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What became of an upload.</summary>
internal sealed record IngestAnswer
{
    /// <summary>Rows read.</summary>
    public required long Received { get; init; }

    /// <summary>Rows that were new.</summary>
    public required long Inserted { get; init; }

    /// <summary>Rows that changed what was stored.</summary>
    public required long Updated { get; init; }

    /// <summary>Rows that were stored already, just as sent.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Rows that became part of another: further ratings of a response, and attempts that another replaced.</summary>
    public long Merged { get; init; }

    /// <summary>Rows that cannot be taken.</summary>
    public required long Rejected { get; init; }

    /// <summary>Columns that nothing was done with.</summary>
    public required IReadOnlyList<string> IgnoredColumns { get; init; }

    /// <summary>What was understood otherwise than it is written, such as NA as a missing group.</summary>
    public IReadOnlyList<UploadWarning> Warnings { get; init; } = [];

    /// <summary>The first 100 errors.</summary>
    public required IReadOnlyList<RowError> Errors { get; init; }

    /// <summary>Where all errors are listed, for 30 days; null where there is none.</summary>
    public string? ErrorsUrl { get; init; }
}

/// <summary>Something about an upload that its sender should know.</summary>
/// <param name="Code">What it is, for programs.</param>
/// <param name="Field">The column; null where it concerns none.</param>
/// <param name="Message">What it is, for people.</param>
internal sealed record UploadWarning(string Code, string? Field, string Message);
