using System.Text.Json.Serialization;
using Cronos;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Schedules;

/// <summary>An audit that repeats by itself.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ScheduleRequest
{
    /// <summary>A name for people (default: the schedule's id).</summary>
    public string? Name { get; init; }

    /// <summary>When, as a cron expression of five fields in UTC: `0 3 * * 1` is Monday at 03:00.</summary>
    public required string Cron { get; init; }

    /// <summary>Only responses submitted within these days before each run: a cohort that moves along. All unless given.</summary>
    public int? WindowDays { get; init; }

    /// <summary>The audit, as POST /v1/audits takes it.</summary>
    public required AuditRequest Audit { get; init; }

    /// <summary>The webhook to tell of the first verdicts, and whenever one changes, one of those that the service's settings name.</summary>
    public string? Webhook { get; init; }

    /// <summary>Whether it rests.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The time after <paramref name="from"/> at which it is due; null where there is none.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset from) => CronExpression.Parse(Cron).GetNextOccurrence(from, TimeZoneInfo.Utc);

    /// <summary>Adds what is wrong with it.</summary>
    public void Check(Refusals errors, IReadOnlyCollection<string> webhooks)
    {
        errors.Unless(Name is not { Length: > Identifier.MaximumLength }, "name", $"has more than {Identifier.MaximumLength} characters.");
        errors.AddIf("name", PlainText.Problem(Name));
        var isCron = CronExpression.TryParse(Cron, out _);
        errors.Unless(isCron, "cron", $"'{Cron}' is no cron expression of five fields; '0 3 * * 1' is Monday at 03:00 UTC.");
        errors.Unless(!isCron || NextAfter(DateTimeOffset.UnixEpoch) is not null, "cron", $"'{Cron}' is never due; name a day that there is.");
        errors.Unless(WindowDays is null or (>= 1 and <= 3650), "windowDays", $"is {WindowDays}; send 1 to 3650.");
        errors.Unless(
            WindowDays is null || (Audit.SubmittedFrom is null && Audit.SubmittedTo is null), "windowDays",
            "stands beside submittedFrom or submittedTo of the audit; send one of them.");
        errors.Unless(
            Webhook is null || webhooks.Contains(Webhook), "webhook",
            webhooks.Count == 0
                ? "The service's settings name no webhook; an operator adds one as Webhooks__<name>__Url."
                : $"There is no webhook '{Webhook}'; the service's settings name {string.Join(", ", webhooks)}.");
    }

    /// <summary>Its name for people.</summary>
    public string NameOf(string scheduleId) => string.IsNullOrWhiteSpace(Name) ? scheduleId : Name;

    /// <summary>The audit of one run.</summary>
    public AuditRequest AuditAt(string scheduleId, DateTimeOffset now) => Audit with
    {
        Name = $"{(string.IsNullOrWhiteSpace(Audit.Name) ? NameOf(scheduleId) : Audit.Name)} {now:yyyy-MM-dd HH:mm}",
        SubmittedFrom = WindowDays is { } days ? now.AddDays(-days) : Audit.SubmittedFrom,
    };
}

/// <summary>A schedule as it stands.</summary>
internal sealed record ScheduleView
{
    /// <summary>The schedule's id, the client's own.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>Its name for people: the one asked for, or the id.</summary>
    public string Name => Request.NameOf(ScheduleId);

    /// <summary>What was asked for.</summary>
    public required ScheduleRequest Request { get; init; }

    /// <summary>When it is due next; null while it rests.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The audit of the last run.</summary>
    public string? LastAuditId { get; init; }

    /// <summary>The verdicts of the last completed run, by question, scorer, split and contrast.</summary>
    public IReadOnlyDictionary<string, string>? Verdicts { get; init; }

    /// <summary>What of the audit the organisation's policy raises.</summary>
    public IReadOnlyList<AuditWarning> Warnings { get; init; } = [];

    /// <summary>Why the last run did not come about or to an end.</summary>
    public string? Error { get; init; }

    /// <summary>The schedule as a policy has its audits run.</summary>
    public ScheduleView Under(OrganisationPolicy policy) =>
        this with { Warnings = LeastSizes.Of(Request.Audit.MinGroupSize, Request.Audit.MinCellSize, policy).Raised };
}
