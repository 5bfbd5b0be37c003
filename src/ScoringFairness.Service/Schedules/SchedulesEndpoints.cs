using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Webhooks;

namespace ScoringFairness.Service.Schedules;

/// <summary>Audits that repeat by themselves.</summary>
internal static class SchedulesEndpoints
{
    private const string Example =
        """
        { "name": "Weekly look at all items", "cron": "0 3 * * 1", "windowDays": 90,
          "audit": { "items": ["all"], "attribute": ["gender"], "scorers": [ { "kind": "linear" } ] } }
        """;

    public static void AddSchedules(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<ScheduleSettings>();
        builder.Services.AddSingleton<ScheduleStore>().AddScoped<ScheduleRuns>();
        if (builder.Works())
        {
            builder.Services.AddHostedService<ScheduleClock>();
        }
    }

    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var schedules = routes.MapGroup("/v1/schedules").WithTags("7 Gates and schedules");
        schedules.MapPut("/{scheduleId}", PutAsync).WithName("putSchedule").For(Role.Audit)
            .WithSummary("Creates or changes a schedule: an audit that repeats by itself, over a cohort that may move along.")
            .WithDescription("When a verdict is another than in the run before, the webhook of the settings is told, signed by the rules of "
                + "Standard Webhooks (headers webhook-id, webhook-timestamp, webhook-signature).")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400);
        schedules.MapGet("/", ListAsync).WithName("listSchedules").For(Role.Read)
            .WithSummary("Lists the schedules with their last verdicts.").ProducesProblem(400);
        schedules.MapGet("/{scheduleId}", GetAsync).WithName("getSchedule").For(Role.Read).WithSummary("Shows a schedule.").ProducesProblem(404);
        schedules.MapDelete("/{scheduleId}", DeleteAsync).WithName("deleteSchedule").For(Role.Audit)
            .WithSummary("Deletes a schedule; its audits stay.").ProducesProblem(404);
    }

    private static async Task<Results<Created<ScheduleView>, Ok<ScheduleView>, ProblemHttpResult>> PutAsync(
        string scheduleId, ScheduleRequest request, Caller caller, ScheduleStore schedules, AuditRequestReader reader,
        PolicyStore policies, IOptions<WebhookSettings> webhooks, OrganisationDatabase database, TimeProvider time, CancellationToken cancellation)
    {
        if (Identifier.Problem(scheduleId) is { } problem)
        {
            return Problems.Invalid("The path cannot be used", "scheduleId", $"{problem}.");
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
            return Problems.InvalidBody("The schedule cannot be used", errors.ByField);
        }
        var nextAt = request.IsPaused ? null : request.NextAfter(time.GetUtcNow());
        var isNew = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                await ActivityLog.RecordAsync(
                    connection, caller, "schedule.changed", scheduleId, new { request.Cron, request.WindowDays, request.Webhook, request.IsPaused });
                return await ScheduleStore.PutAsync(connection, caller.OrganisationId, scheduleId, request, nextAt, caller.Actor);
            },
            cancellation);
        var view = (await schedules.FindAsync(caller.OrganisationId, scheduleId))!.Under(await policies.FindAsync(caller.OrganisationId, cancellation));
        return isNew ? TypedResults.Created($"/v1/schedules/{Uri.EscapeDataString(scheduleId)}", view) : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<Page<ScheduleView>>, ProblemHttpResult>> ListAsync(
        Caller caller, ScheduleStore schedules, PolicyStore policies, CancellationToken cancellation, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        if (problem is not null)
        {
            return Paging.Refused(problem);
        }
        var policy = await policies.FindAsync(caller.OrganisationId, cancellation);
        var found = await schedules.ListAsync(caller.OrganisationId, key, size + 1);
        return TypedResults.Ok(Paging.Cut([.. found.Select(schedule => schedule.Under(policy))], size, schedule => schedule.ScheduleId));
    }

    private static async Task<Results<Ok<ScheduleView>, ProblemHttpResult>> GetAsync(
        string scheduleId, Caller caller, ScheduleStore schedules, PolicyStore policies, CancellationToken cancellation) =>
        await schedules.FindAsync(caller.OrganisationId, scheduleId) is { } schedule
            ? TypedResults.Ok(schedule.Under(await policies.FindAsync(caller.OrganisationId, cancellation)))
            : Problems.NotFound($"schedule '{scheduleId}'");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string scheduleId, Caller caller, OrganisationDatabase database, CancellationToken cancellation)
    {
        var isDeleted = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var found = await ScheduleStore.DeleteAsync(connection, caller.OrganisationId, scheduleId);
                if (found)
                {
                    await ActivityLog.RecordAsync(connection, caller, "schedule.deleted", scheduleId);
                }
                return found;
            },
            cancellation);
        return isDeleted ? TypedResults.NoContent() : Problems.NotFound($"schedule '{scheduleId}'");
    }
}
