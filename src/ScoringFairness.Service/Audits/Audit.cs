using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Audits;

/// <summary>The states of an audit.</summary>
internal static class AuditStatus
{
    public const string Queued = "queued";
    public const string Training = "training";
    public const string Evaluating = "evaluating";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>All of them, in the order of an audit's life.</summary>
    public static IReadOnlyList<string> All { get; } = [Queued, Training, Evaluating, Completed, Failed, Cancelled];

    /// <summary>Whether nothing more will happen.</summary>
    public static bool IsFinal(string status) => status is Completed or Failed or Cancelled;
}

/// <summary>An audit as it is stored.</summary>
internal sealed record Audit
{
    public required string AuditId { get; init; }

    public required string Name { get; init; }

    public required string Status { get; init; }

    public required AuditDesign Design { get; init; }

    public required IReadOnlyList<AuditWarning> Warnings { get; init; }

    /// <summary>What the data looked like when the audit was planned; null before.</summary>
    public AuditedData? Data { get; init; }

    public string? DataDigest { get; init; }

    public string? Error { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who began it, as the record of activity names callers; null of one that is older than this is kept.</summary>
    public string? StartedBy { get; init; }

    /// <summary>The schedule that began it; null where somebody did.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>What a reviewer says of it; null where none did.</summary>
    public AuditReview? Review { get; init; }

    /// <summary>Whether a caller sees it: to who may not read there are only the audits that the same key began.</summary>
    public bool IsSeenBy(Caller caller) => caller.MayRead || StartedBy == caller.Actor;
}
