namespace ScoringFairness.Service.Audits;

/// <summary>Which audits a list shows, and in which order; null: all.</summary>
internal sealed record AuditFilter
{
    /// <summary>Only those in this state.</summary>
    public string? Status { get; init; }

    /// <summary>Only those of this item.</summary>
    public string? Item { get; init; }

    /// <summary>Only those whose name holds this, in capitals or not.</summary>
    public string? Name { get; init; }

    /// <summary>Only those that this schedule began.</summary>
    public string? Schedule { get; init; }

    /// <summary>Whether the oldest come first.</summary>
    public bool IsOldestFirst { get; init; }
}
