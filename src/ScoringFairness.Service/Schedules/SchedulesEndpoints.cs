using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Settings;

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
        builder.Services.AddSingleton<ScheduleStore>().AddScoped<ScheduleRuns>()
            .AddScoped<PutSchedule>().AddSingleton<PauseSchedule>().AddSingleton<DeleteSchedule>();
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
                + "Standard Webhooks (headers webhook-id, webhook-timestamp, webhook-signature). A key with the role audit alone changes those that it "
                + "made, and is not told their verdicts.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400).ProducesProblem(409);
        schedules.MapGet("/", ListAsync).WithName("listSchedules").For(Role.Read)
            .WithSummary("Lists the schedules with their last verdicts.").ProducesProblem(400);
        schedules.MapGet("/{scheduleId}", GetAsync).WithName("getSchedule").For(Role.Read).WithSummary("Shows a schedule.").ProducesProblem(404);
        schedules.MapDelete("/{scheduleId}", DeleteAsync).WithName("deleteSchedule").For(Role.Audit)
            .WithSummary("Deletes a schedule; its audits stay.").ProducesProblem(404);
    }

    private static async Task<Results<Created<ScheduleView>, Ok<ScheduleView>, ProblemHttpResult>> PutAsync(
        string scheduleId, ScheduleRequest request, Caller caller, PutSchedule put, CancellationToken cancellation) =>
        await put.RunAsync(caller, scheduleId, request, cancellation) switch
        {
            Outcome<(ScheduleView View, bool IsNew)>.Done { Value: (var view, true) } =>
                TypedResults.Created($"/v1/schedules/{Uri.EscapeDataString(scheduleId)}", view),
            Outcome<(ScheduleView View, bool IsNew)>.Done changed => TypedResults.Ok(changed.Value.View),
            var other => other.Problem(),
        };

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
        string scheduleId, Caller caller, DeleteSchedule delete, CancellationToken cancellation) =>
        await delete.RunAsync(caller, scheduleId, cancellation) ? TypedResults.NoContent() : Problems.NotFound($"schedule '{scheduleId}'");
}
