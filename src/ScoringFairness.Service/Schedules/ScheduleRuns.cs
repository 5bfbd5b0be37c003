using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Webhooks;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Schedules;

/// <summary>One run of a schedule: its audit is begun; once that has ended, its verdicts are compared with those before.</summary>
internal sealed class ScheduleRuns(
    ScheduleStore schedules, AuditStore audits, AuditRequestReader reader, ReportStore reports, OrganisationDatabase database, JobOutbox outbox)
{
    /// <summary>Begins the audit of a run that is due.</summary>
    public async Task StartAsync(string organisationId, string scheduleId, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await schedules.FindAsync(organisationId, scheduleId) is not { } schedule)
        {
            return;
        }
        var caller = new Caller(organisationId, $"schedule:{scheduleId}");
        var (design, errors) = await reader.ReadAsync(organisationId, schedule.Request.AuditAt(scheduleId, now), cancellation);
        await database.InTransactionAsync(
            organisationId,
            async connection =>
            {
                if (!await ScheduleStore.ClaimRunAsync(connection, organisationId, scheduleId, schedule.Request.NextAfter(now)))
                {
                    return false;
                }
                if (design is null)
                {
                    var reason = string.Join(' ', errors.SelectMany(field => field.Value.Select(message => $"{field.Key}: {message}")));
                    await ScheduleStore.StartedAsync(connection, organisationId, scheduleId, auditId: null, reason);
                    await ActivityLog.RecordAsync(connection, caller, "schedule.failed", scheduleId);
                    return true;
                }
                var auditId = await StartAudit.BeginAsync(connection, caller, design, key: null, scheduleId);
                await ScheduleStore.StartedAsync(connection, organisationId, scheduleId, auditId, error: null);
                return true;
            },
            cancellation);
        outbox.Wake();
    }

    /// <summary>Reads how the last audit ended, if it has, and tells the webhook if a verdict is new, or another than before.</summary>
    public async Task ReadAsync(string organisationId, string scheduleId, CancellationToken cancellation)
    {
        if (await schedules.FindAsync(organisationId, scheduleId) is not { LastAuditId: { } auditId } schedule)
        {
            return;
        }
        var audit = await audits.FindAsync(organisationId, auditId);
        if (audit is not null && !AuditStatus.IsFinal(audit.Status))
        {
            return;
        }
        var report = (await reports.FindAsync(organisationId, auditId)).Report;
        var changes = report is null ? [] : Changes(schedule.Verdicts, report.Summary);
        var error = report is null ? $"Audit {auditId}: {audit?.Error ?? audit?.Status ?? "deleted"}" : null;
        await database.InTransactionAsync(
            organisationId,
            async connection =>
            {
                if (!await ScheduleStore.ClaimReadingAsync(connection, organisationId, scheduleId))
                {
                    return false;
                }
                await ScheduleStore.ReadAsync(connection, organisationId, scheduleId, report?.Summary.ToDictionary(Key, Word), error);
                if (schedule.Request.Webhook is { } webhook && (changes.Count > 0 || error is not null))
                {
                    await WebhookDeliveries.AddAsync(
                        connection, organisationId, webhook, error is null ? "verdict.changed" : "schedule.failed",
                        new { scheduleId, name = schedule.Request.NameOf(scheduleId), auditId, report = $"/v1/audits/{auditId}/report", changes, error });
                }
                return true;
            },
            cancellation);
    }

    /// <summary>What is told of verdicts that changed, or that are the first.</summary>
    internal static IReadOnlyList<VerdictChange> Changes(IReadOnlyDictionary<string, string>? before, IReadOnlyList<Answer> now) =>
    [
        .. from answer in now
           let word = Word(answer)
           let old = before?.GetValueOrDefault(Key(answer))
           where old != word
           select new VerdictChange(
               answer.Question, answer.Scorer, answer.Split, answer.Contrast, old, word, answer.Value, answer.Low, answer.High, answer.N),
    ];

    /// <summary>What a verdict is about; what would part a name in two is doubled in it.</summary>
    private static string Key(Answer answer) => string.Join(" | ", new[] { answer.Question, answer.Scorer, answer.Split, answer.Contrast }
        .OfType<string>().Select(part => part.Replace(" |", " ||", StringComparison.Ordinal)));

    private static string Word(Answer answer) => answer.Verdict.Code();
}

/// <summary>A verdict that is another than in the run before; <c>from</c> is null of the first.</summary>
internal sealed record VerdictChange(
    string Question, string Scorer, string? Split, string? Contrast, string? From, string To, double? Value, double? Low, double? High, long? N);
