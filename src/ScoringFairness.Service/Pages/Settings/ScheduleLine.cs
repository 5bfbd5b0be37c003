using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Schedules;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>A schedule as it is listed.</summary>
/// <param name="ScheduleId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cron">When it is due, as a cron expression.</param>
/// <param name="Audits">What is audited, in a few words.</param>
/// <param name="WindowDays">Only responses of these last days; null: all.</param>
/// <param name="NextAt">When it is due next; null: it rests.</param>
public sealed record ScheduleLine(string ScheduleId, string Name, string Cron, string Audits, int? WindowDays, DateTimeOffset? NextAt)
{
    /// <summary>Whether it rests.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>The audit of the last run; null: there was none, or it is deleted.</summary>
    public string? LastAuditId { get; init; }

    /// <summary>The state of that audit.</summary>
    public string? LastStatus { get; init; }

    /// <summary>Why the last run did not come about or to an end.</summary>
    public string? Error { get; init; }

    /// <summary>A schedule with the audit of its last run.</summary>
    internal static ScheduleLine Of(ScheduleView schedule, Audit? last) => new(
        schedule.ScheduleId, schedule.Name, schedule.Request.Cron,
        $"{string.Join(" × ", schedule.Request.Audit.Attribute.Names)}, "
            + (schedule.Request.Audit.Items.Ids is { } items ? Trends.ItemWords.Of(items) : "all items"),
        schedule.Request.WindowDays, schedule.NextAt)
    {
        IsPaused = schedule.Request.IsPaused,
        LastAuditId = last?.AuditId,
        LastStatus = last?.Status,
        Error = schedule.Error,
    };
}
