using Microsoft.Extensions.Options;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Schedules;
using ScoringFairness.Service.Webhooks;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The pages of schedules: what repeats, and a new one that repeats an audit.</summary>
internal static class SchedulePages
{
    private const int AuditsOffered = 200;

    public static void MapSchedulePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings/schedules", ListAsync).For(Role.Read);
        pages.MapGet("/settings/schedules/new", async (
            Caller caller, AuditStore audits, IOptions<WebhookSettings> webhooks, PageRenderer renderer, string? audit = null) =>
            await AnswerAsync(caller, SettingsForm.Of(("audit", audit), ("every", NewSchedulePage.Usual)), audits, webhooks, renderer)).For(Role.Audit);
        pages.MapPost("/settings/schedules", AddAsync).For(Role.Audit);
        pages.MapGet("/settings/schedules/{scheduleId}/change", ChangeFormAsync).For(Role.Read);
        pages.MapPost("/settings/schedules/{scheduleId}/change", ChangeAsync).For(Role.Audit);
        pages.MapPost("/settings/schedules/{scheduleId}/pause", (
            string scheduleId, Caller caller, PauseSchedule pause, PageRenderer renderer, CancellationToken cancellation) =>
            PauseAsync(scheduleId, isPaused: true, caller, pause, renderer, cancellation)).For(Role.Audit);
        pages.MapPost("/settings/schedules/{scheduleId}/resume", (
            string scheduleId, Caller caller, PauseSchedule pause, PageRenderer renderer, CancellationToken cancellation) =>
            PauseAsync(scheduleId, isPaused: false, caller, pause, renderer, cancellation)).For(Role.Audit);
        pages.MapPost("/settings/schedules/{scheduleId}/delete", DeleteAsync).For(Role.Audit);
    }

    private static async Task<IResult> ListAsync(Caller caller, ScheduleStore schedules, AuditStore audits, PageRenderer pages, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit: null, after);
        if (problem is not null)
        {
            return Paging.Refused(problem);
        }
        var page = Paging.Cut(await schedules.ListAsync(caller.OrganisationId, key, size + 1), size, schedule => schedule.ScheduleId);
        var lines = new List<ScheduleLine>();
        foreach (var schedule in page.Items)
        {
            var last = schedule.LastAuditId is { } id ? await audits.FindAsync(caller.OrganisationId, id) : null;
            lines.Add(ScheduleLine.Of(schedule, last));
        }
        return await pages.AnswerAsync<SchedulesPage>(
            nameof(SchedulesPage.Model),
            new SchedulesPage.List(lines, page.Next is null ? null : "/settings/schedules" + QueryString.Create("after", page.Next)));
    }

    private static async Task<IResult> AddAsync(
        HttpRequest request, Caller caller, AuditStore audits, AuditViews views, AskedAgain again, PutSchedule put, ScheduleStore schedules,
        IOptions<WebhookSettings> webhooks, PageRenderer pages, CancellationToken cancellation)
    {
        if (await SettingsForm.ReadAsync(request, cancellation) is not { } form)
        {
            return SettingsPages.NoForm("JSON to PUT /v1/schedules/{scheduleId}");
        }
        var errors = new Refusals();
        var posted = form.Posted(errors);
        var scheduleId = posted["scheduleId"] ?? "";
        var windowDays = posted.Whole("windowDays");
        var audit = posted["audit"] is { } auditId ? await views.FindAsync(caller, auditId) : null;
        errors.Unless(audit is not null, "audit", "Choose the audit that is to be repeated.");
        errors.Unless(posted["cron"] is not null || posted["every"] is not null, "cron", "Say when: choose above, or write a cron expression.");
        errors.Unless(
            await schedules.FindAsync(caller.OrganisationId, scheduleId) is null, "scheduleId",
            $"There is a schedule '{scheduleId}' already; choose another id, or delete that one.");
        if (!errors.Any && await PutAsync(caller, scheduleId, new ScheduleRequest
        {
            Name = posted["name"],
            Cron = posted["cron"] ?? posted["every"]!,
            WindowDays = windowDays,
            Webhook = posted["webhook"],
            Audit = await RepeatedAsync(caller, audit!, again, cancellation),
        }, put, errors, cancellation))
        {
            return Results.Redirect("/settings/schedules");
        }
        return await AnswerAsync(caller, form with { Errors = errors.ByField }, audits, webhooks, pages, StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ChangeFormAsync(
        string scheduleId, Caller caller, ScheduleStore schedules, AuditStore audits, IOptions<WebhookSettings> webhooks, PageRenderer pages)
    {
        if (await schedules.FindAsync(caller.OrganisationId, scheduleId) is not { Request: var request })
        {
            return await MissingAsync(scheduleId, pages);
        }
        var isOffered = NewSchedulePage.IsOffered(request.Cron);
        var form = SettingsForm.Of(
            ("name", request.Name), ("every", isOffered ? request.Cron : ""), ("cron", isOffered ? null : request.Cron), ("windowDays", request.WindowDays),
            ("webhook", request.Webhook));
        return await AnswerAsync(caller, form, audits, webhooks, pages, changed: scheduleId);
    }

    private static async Task<IResult> ChangeAsync(
        string scheduleId, HttpRequest request, Caller caller, AuditStore audits, AuditViews views, AskedAgain again, PutSchedule put,
        ScheduleStore schedules, IOptions<WebhookSettings> webhooks, PageRenderer pages, CancellationToken cancellation)
    {
        if (await SettingsForm.ReadAsync(request, cancellation) is not { } form)
        {
            return SettingsPages.NoForm("JSON to PUT /v1/schedules/{scheduleId}");
        }
        if (await schedules.FindAsync(caller.OrganisationId, scheduleId) is not { Request: var before })
        {
            return await MissingAsync(scheduleId, pages);
        }
        var errors = new Refusals();
        var posted = form.Posted(errors);
        var windowDays = posted.Whole("windowDays");
        var audit = posted["audit"] is { } auditId ? await views.FindAsync(caller, auditId) : null;
        errors.Unless(audit is not null || posted["audit"] is null, "audit", "There is no such audit; choose another.");
        if (!errors.Any && await PutAsync(caller, scheduleId, before with
        {
            Name = posted["name"],
            Cron = posted["cron"] ?? posted["every"] ?? before.Cron,
            WindowDays = windowDays,
            Webhook = posted["webhook"],
            Audit = audit is null ? before.Audit : await RepeatedAsync(caller, audit, again, cancellation),
        }, put, errors, cancellation))
        {
            return Results.Redirect("/settings/schedules");
        }
        return await AnswerAsync(
            caller, form with { Errors = errors.ByField }, audits, webhooks, pages, StatusCodes.Status400BadRequest, changed: scheduleId);
    }

    /// <summary>What a schedule repeats of an audit; it sees the responses that there are then.</summary>
    private static async Task<AuditRequest> RepeatedAsync(Caller caller, AuditView audit, AskedAgain again, CancellationToken cancellation) =>
        await again.RequestAsync(caller.OrganisationId, audit.Request, cancellation) with { Name = audit.Name, SubmittedFrom = null, SubmittedTo = null };

    private static async Task<bool> PutAsync(
        Caller caller, string scheduleId, ScheduleRequest request, PutSchedule put, Refusals errors, CancellationToken cancellation)
    {
        var outcome = await put.RunAsync(caller, scheduleId, request, cancellation);
        if (outcome is Outcome<(ScheduleView View, bool IsNew)>.Conflict conflict)
        {
            errors.Add("scheduleId", conflict.Detail);
        }
        foreach (var (field, messages) in (outcome as Outcome<(ScheduleView View, bool IsNew)>.Refused)?.Errors ?? new Dictionary<string, string[]>())
        {
            errors.Add(field, string.Join(' ', messages));
        }
        return outcome is Outcome<(ScheduleView View, bool IsNew)>.Done;
    }

    private static async Task<IResult> PauseAsync(
        string scheduleId, bool isPaused, Caller caller, PauseSchedule pause, PageRenderer pages, CancellationToken cancellation) =>
        await pause.RunAsync(caller, scheduleId, isPaused, cancellation) ? Results.Redirect("/settings/schedules") : await MissingAsync(scheduleId, pages);

    private static async Task<IResult> DeleteAsync(
        string scheduleId, Caller caller, DeleteSchedule delete, PageRenderer pages, CancellationToken cancellation) =>
        await delete.RunAsync(caller, scheduleId, cancellation) ? Results.Redirect("/settings/schedules") : await MissingAsync(scheduleId, pages);

    private static async Task<IResult> MissingAsync(string scheduleId, PageRenderer pages) => await pages.MissingAsync($"There is no schedule '{scheduleId}'.");

    private static async Task<IResult> AnswerAsync(
        Caller caller, SettingsForm form, AuditStore audits, IOptions<WebhookSettings> webhooks, PageRenderer pages, int status = StatusCodes.Status200OK,
        string? changed = null)
    {
        // Who may not read is not told of audits, and names its own.
        var offered = caller.MayRead ? (await audits.PartAsync(caller.OrganisationId, new AuditFilter(), after: null, AuditsOffered)).Entries : null;
        return await pages.AnswerAsync<NewSchedulePage>(nameof(NewSchedulePage.Model), new NewSchedulePage.Shown(
            form, offered?.Select(audit => (audit.AuditId, audit.Name, audit.CreatedAt)).ToList(),
            [.. webhooks.Value.NamesFor(caller.OrganisationId).Order(StringComparer.Ordinal)])
        {
            Changed = changed,
        }, status);
    }
}
