namespace ScoringFairness.Service.Audits;

/// <summary>What a reviewer says of an audit.</summary>
public sealed record AuditReview
{
    /// <summary>What the reviewer says.</summary>
    public required string Note { get; init; }

    /// <summary>Who says so.</summary>
    public required string By { get; init; }

    /// <summary>Whether the audit is signed off: what follows from it was decided.</summary>
    public required bool SignedOff { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The key under which it was said, as the record of activity names it.</summary>
    public required string Key { get; init; }
}
