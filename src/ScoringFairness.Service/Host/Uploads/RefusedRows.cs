using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What an upload of which nothing was taken is answered: a problem (RFC 9457) that tells of its rows.</summary>
internal sealed record RefusedRows
{
    /// <summary>The kind of problem, stable for programs: urn:scoring-fairness:problem:….</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem for people.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong here, and the remedy.</summary>
    public required string Detail { get; init; }

    /// <summary>Rows read; left out where it is not the rows that are wrong.</summary>
    public long? Received { get; init; }

    /// <summary>Rows that were new.</summary>
    public long? Inserted { get; init; }

    /// <summary>Rows that changed what was stored.</summary>
    public long? Updated { get; init; }

    /// <summary>Rows that were stored already, just as sent.</summary>
    public long? Unchanged { get; init; }

    /// <summary>Rows that cannot be taken.</summary>
    public long? Rejected { get; init; }

    /// <summary>Columns that nothing was done with.</summary>
    public IReadOnlyList<string>? IgnoredColumns { get; init; }

    /// <summary>The first 100 errors.</summary>
    public IReadOnlyList<RowError>? Errors { get; init; }

    /// <summary>Where all errors are listed, for 30 days; null where that is nowhere.</summary>
    public string? ErrorsUrl { get; init; }
}
