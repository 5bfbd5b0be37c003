namespace ScoringFairness.Service.Reports.Links;

/// <summary>A link that opens one report to whoever has it.</summary>
public sealed record ReportLink
{
    /// <summary>Tells links apart; no secret.</summary>
    public required string LinkId { get; init; }

    /// <summary>Whom it is for; null: nobody said.</summary>
    public string? Note { get; init; }

    /// <summary>Who made it, as the record of activity names callers.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>From when on it opens nothing.</summary>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>Since when it opens nothing, because it was revoked.</summary>
    public DateTime? RevokedAt { get; init; }
}

/// <summary>A new link with its address, which is told once.</summary>
/// <param name="Link">The link.</param>
/// <param name="Address">Its address below that of the service.</param>
public sealed record NewReportLink(ReportLink Link, string Address);

/// <summary>What is asked of a new link.</summary>
public sealed record ReportLinkRequest
{
    /// <summary>Days for which it opens the report, 1 to 365 (default 30).</summary>
    public int? Days { get; init; }

    /// <summary>Whom it is for, at most 200 characters.</summary>
    public string? Note { get; init; }
}
