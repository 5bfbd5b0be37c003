using Microsoft.Extensions.Options;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Webhooks;

namespace ScoringFairness.Service.Schedules;

/// <summary>Creates or changes a schedule.</summary>
internal sealed class PutSchedule(
    ScheduleStore schedules, AuditRequestReader reader, PolicyStore policies, IOptions<WebhookSettings> webhooks, OrganisationDatabase database,
    TimeProvider time)
{
    /// <summary>Stores it, unless its audit could not be run.</summary>
    /// <returns>The schedule, and whether it is new.</returns>
    public async Task<Outcome<(ScheduleView View, bool IsNew)>> RunAsync(
        Caller caller, string scheduleId, ScheduleRequest request, CancellationToken cancellation)
    {
        if (Identifier.ProblemInPath(scheduleId) is { } problem)
        {
            return new Outcome<(ScheduleView, bool)>.Refused(
                "The path cannot be used", new Dictionary<string, string[]> { ["scheduleId"] = [$"{problem}."] }, IsOfBody: false);
        }
        var errors = new Refusals();
        request.Check(errors, webhooks.Value.NamesFor(caller.OrganisationId));
        // What keeps the audit from being run over all responses keeps it from being run over some of them.
        var (_, refused) = await reader.ReadAsync(caller.OrganisationId, request.Audit, cancellation, mayRead: caller.MayRead);
        foreach (var (field, messages) in refused)
        {
            errors.Add($"audit/{field}", string.Join(' ', messages));
        }
        if (errors.Any)
        {
            return new Outcome<(ScheduleView, bool)>.Refused("The schedule cannot be used", errors.ByField);
        }
        if (await StoreAsync(database, caller, scheduleId, request, time, cancellation) is not { } isNew)
        {
            return new Outcome<(ScheduleView, bool)>.Conflict(
                $"scheduleId: '{scheduleId}' is taken by a schedule that another key made; choose another id, or send a key with the role read too.");
        }
        var view = (await schedules.FindAsync(caller.OrganisationId, scheduleId))!.Under(await policies.FindAsync(caller.OrganisationId, cancellation));
        // How its audits went is for who may read.
        return new Outcome<(ScheduleView, bool)>.Done(
            (caller.MayRead ? view : view with { LastAuditId = null, Verdicts = null, Error = null }, isNew));
    }

    /// <summary>Stores and records a schedule.</summary>
    /// <returns>Whether it is new; null where the caller may not change it.</returns>
    internal static Task<bool?> StoreAsync(
        OrganisationDatabase database, Caller caller, string scheduleId, ScheduleRequest request, TimeProvider time, CancellationToken cancellation)
    {
        var nextAt = request.IsPaused ? null : request.NextAfter(time.GetUtcNow());
        return database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var isNew = await ScheduleStore.PutAsync(connection, caller, scheduleId, request, nextAt);
                if (isNew is not null)
                {
                    await ActivityLog.RecordAsync(
                        connection, caller, "schedule.changed", scheduleId, new { request.Cron, request.WindowDays, request.Webhook, request.IsPaused });
                }
                return isNew;
            },
            cancellation);
    }
}
