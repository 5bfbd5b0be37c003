using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Pages.Uploads;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Reports.Links;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>The pages for people; what they show and do is the interface's own.</summary>
internal static class PagesEndpoints
{
    private const int AuditsShown = 50;
    private const int AuditsCompared = 500;

    public static IServiceCollection AddPages(this IServiceCollection services) => services.AddSingleton<AuditFormData>().AddUploadPages();

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().AddEndpointFilter<SameOrigin>();
        pages.MapGet("/live.js", () => TypedResults.Stream(LiveScript.Open(), "text/javascript; charset=utf-8")).AllowAnonymous();
        pages.MapGet("/favicon.ico", () => TypedResults.Text(Icon.Svg, "image/svg+xml")).AllowAnonymous();
        pages.MapGet("/", ListAsync).For(Role.Read);
        pages.MapGet("/audits/new", NewAsync).For(Role.Audit);
        pages.MapPost("/audits", StartAsync).For(Role.Audit);
        pages.MapGet("/audits/{auditId}", AuditAsync).For(Role.Read);
        pages.MapPost("/audits/{auditId}/cancel", CancelAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/retry", RetryAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/change", ChangeAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/delete", DeleteAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/links", ShareAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/links/{linkId}/revoke", RevokeAsync).For(Role.Audit);
        pages.MapGet("/items", ItemsAsync).For(Role.Read);
        pages.MapGet("/items/{itemId}", ItemAsync).For(Role.Read);
        pages.MapGet("/compare", CompareAsync).For(Role.Read);
        pages.MapUploadPages(routes.ServiceProvider.GetRequiredService<UploadSettings>());
    }

    private static async Task<IResult> ListAsync(
        HttpRequest request, Caller caller, ListAudits list, IAuditVerdicts verdicts, PageRenderer pages, string? name = null, string? status = null,
        string? verdict = null, string? order = null, string? after = null)
    {
        var (_, key, problem) = Paging.Read(AuditsShown, after);
        if (problem is not null)
        {
            return Paging.Refused(problem);
        }
        (name, status, verdict) = (Filled(name), Filled(status), Filled(verdict));
        var isOldestFirst = order == "oldest";
        var filter = new AuditFilter { Name = name, Status = status, IsOldestFirst = isOldestFirst };
        var page = await list.RunAsync(caller.OrganisationId, filter, verdict, key, AuditsShown);
        var shown = new List<(AuditView Audit, IReadOnlyList<QuestionVerdict> Verdicts)>();
        foreach (var audit in page.Items)
        {
            shown.Add((audit, await verdicts.OfAsync(caller.OrganisationId, audit.AuditId)));
        }
        var next = page.Next is null ? null : "/" + QueryString.Create(request.Query.Where(field => field.Key != "after").SelectMany(
            field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value)).Append(new("after", page.Next)));
        return await pages.AnswerAsync<AuditListPage>(nameof(AuditListPage.Model), new AuditListPage.List(shown, next)
        {
            Name = name,
            Status = status,
            Verdict = verdict,
            IsOldestFirst = isOldestFirst,
        });

        static string? Filled(string? field) => string.IsNullOrWhiteSpace(field) ? null : field.Trim();
    }

    private static async Task<IResult> NewAsync(
        HttpRequest request, Caller caller, AuditFormData data, PageRenderer pages, CancellationToken cancellation) =>
        await pages.AnswerAsync<NewAuditPage>(nameof(NewAuditPage.Form), new AuditForm(
            request.Query.ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.OfType<string>()]),
            new Dictionary<string, string[]>(), await data.ChoicesAsync(caller, cancellation)));

    private static async Task<IResult> StartAsync(
        HttpRequest request, Caller caller, AuditFormData data, StartAudit start, EstimateAudit estimate, ScorerKinds kinds, PageRenderer pages,
        CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return Problems.BadRequest("The form of /audits/new is expected here; programs send JSON to POST /v1/audits.");
        }
        var sent = (await request.ReadFormAsync(cancellation))
            .ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.OfType<string>()]);
        var form = new AuditForm(sent, new Dictionary<string, string[]>(), await data.ChoicesAsync(caller, cancellation)) { IsSent = true };
        var (audit, errors) = form.Read(kinds);
        if (audit is not null && form["ask"] == "cost")
        {
            switch (await estimate.RunAsync(caller, audit, cancellation))
            {
                case Outcome<AuditCost>.Done estimated:
                    return await pages.AnswerAsync<NewAuditPage>(nameof(NewAuditPage.Form), form with { Cost = AuditForm.Said(estimated.Value) });
                case Outcome<AuditCost>.Refused refused:
                    errors = refused.Errors;
                    break;
            }
        }
        else if (audit is not null)
        {
            switch (await start.RunAsync(caller, audit, idempotencyKey: null, cancellation))
            {
                case Outcome<AuditView>.Done started:
                    return Results.Redirect($"/audits/{started.Value.AuditId}");
                case Outcome<AuditView>.Refused refused:
                    errors = refused.Errors;
                    break;
                case var other:
                    errors = new Dictionary<string, string[]> { ["audit"] = [other.Problem().ProblemDetails.Detail ?? ""] };
                    break;
            }
        }
        return await pages.AnswerAsync<NewAuditPage>(nameof(NewAuditPage.Form), form with { Errors = errors }, StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> AuditAsync(string auditId, Caller caller, AuditViews views, ReportLinks links, PageRenderer pages) =>
        await views.FindAsync(caller.OrganisationId, auditId) is { } audit
            ? await pages.AnswerAsync<AuditPage>(nameof(AuditPage.Model), new AuditPage.Shown(audit, await links.ListAsync(caller.OrganisationId, auditId)))
            : await MissingAsync(pages, $"There is no audit '{auditId}'.");

    private static async Task<IResult> ShareAsync(
        string auditId, HttpRequest request, Caller caller, AuditViews views, ReportLinks links, PageRenderer pages, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return Problems.BadRequest("The form of the audit's page is expected here; programs send JSON to POST /v1/audits/{auditId}/links.");
        }
        var form = await request.ReadFormAsync(cancellation);
        var days = int.TryParse(form["days"], CultureInfo.InvariantCulture, out var number) ? number : 0;
        var outcome = await links.CreateAsync(caller, auditId, new ReportLinkRequest { Days = days, Note = form["for"].ToString() }, cancellation);
        if (outcome is not Outcome<NewReportLink>.Done made || await views.FindAsync(caller.OrganisationId, auditId) is not { } audit)
        {
            return outcome is Outcome<NewReportLink>.Refused refused
                ? await RefusedAsync(pages, string.Join(" ", refused.Errors.Select(error => $"{error.Key} {error.Value[0]}")))
                : await RefusedAsync(pages, outcome.Problem().ProblemDetails.Detail);
        }
        return await pages.AnswerAsync<AuditPage>(nameof(AuditPage.Model), new AuditPage.Shown(audit, await links.ListAsync(caller.OrganisationId, auditId))
        {
            NewLink = $"{request.Scheme}://{request.Host}{request.PathBase}{made.Value.Address}",
        });
    }

    private static async Task<IResult> RevokeAsync(
        string auditId, string linkId, Caller caller, ReportLinks links, PageRenderer pages, CancellationToken cancellation) =>
        await links.RevokeAsync(caller, auditId, linkId, cancellation)
            ? Results.Redirect($"/audits/{Uri.EscapeDataString(auditId)}")
            : await MissingAsync(pages, $"There is no link '{linkId}' of audit '{auditId}'.");

    private static async Task<IResult> CancelAsync(
        string auditId, Caller caller, CancelAudit cancel, PageRenderer pages, CancellationToken cancellation) =>
        await ReturnAsync(auditId, await cancel.RunAsync(caller, auditId, cancellation), pages);

    private static async Task<IResult> RetryAsync(
        string auditId, Caller caller, RetryAudit retry, PageRenderer pages, CancellationToken cancellation) =>
        await ReturnAsync(auditId, await retry.RunAsync(caller, auditId, cancellation), pages);

    private static async Task<IResult> ChangeAsync(
        string auditId, HttpRequest request, Caller caller, ChangeAudit change, PageRenderer pages, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return Problems.BadRequest("The form of the audit's page is expected here; programs send JSON to PATCH /v1/audits/{auditId}.");
        }
        var form = await request.ReadFormAsync(cancellation);
        var note = form["note"].ToString();
        return await ReturnAsync(auditId, await change.RunAsync(
            caller, auditId,
            new AuditChange
            {
                Name = form.ContainsKey("name") ? form["name"].ToString() : null,
                Review = form.ContainsKey("note")
                    ? new ReviewRequest { Note = note, By = form["by"].ToString(), SignedOff = form.ContainsKey("signedOff") }
                    : null,
            },
            cancellation), pages);
    }

    private static async Task<IResult> DeleteAsync(
        string auditId, Caller caller, DeleteAudit delete, PageRenderer pages, CancellationToken cancellation) =>
        await delete.RunAsync(caller, auditId, cancellation) switch
        {
            Outcome<bool>.Done => Results.Redirect("/"),
            Outcome<bool>.Missing => await MissingAsync(pages, $"There is no audit '{auditId}'."),
            var other => await RefusedAsync(pages, other.Problem().ProblemDetails.Detail),
        };

    /// <summary>Back to the audit's page, which shows what became of it.</summary>
    private static async Task<IResult> ReturnAsync(string auditId, Outcome<AuditView> outcome, PageRenderer pages) => outcome switch
    {
        Outcome<AuditView>.Missing => await MissingAsync(pages, $"There is no audit '{auditId}'."),
        Outcome<AuditView>.Refused refused => await RefusedAsync(pages, string.Join(" ", refused.Errors.Select(error => $"{error.Key} {error.Value[0]}"))),
        Outcome<AuditView>.Conflict conflict => await RefusedAsync(pages, conflict.Detail),
        _ => Results.Redirect($"/audits/{Uri.EscapeDataString(auditId)}"),
    };

    private static Task<ContentHttpResult> RefusedAsync(PageRenderer pages, string? detail) => pages.AnswerAsync<MessagePage>(
        nameof(MessagePage.Message), new MessagePage.Text("That was not done", detail ?? ""), StatusCodes.Status409Conflict);

    private static async Task<IResult> ItemsAsync(Caller caller, ItemStore items, PageRenderer pages) =>
        await pages.AnswerAsync<ItemListPage>(nameof(ItemListPage.Items), await items.ListAsync(caller.OrganisationId, Paging.MaximumLimit));

    private static async Task<IResult> ItemAsync(
        string itemId, Caller caller, ItemDetails details, PageRenderer pages, CancellationToken cancellation) =>
        await details.FindAsync(caller.OrganisationId, itemId, cancellation) is { } detail
            ? await pages.AnswerAsync<ItemPage>(nameof(ItemPage.Detail), detail)
            : await MissingAsync(pages, $"There is no item '{itemId}'.");

    private static async Task<IResult> CompareAsync(
        Caller caller, AuditStore audits, ReportStore reports, PageRenderer pages, string? first = null, string? second = null)
    {
        var filter = new AuditFilter { Status = AuditStatus.Completed };
        var completed = (await audits.PartAsync(caller.OrganisationId, filter, after: null, AuditsCompared)).Entries
            .Select(audit => (audit.AuditId, audit.Name)).ToList();
        return await pages.AnswerAsync<ComparePage>(nameof(ComparePage.Model), new Comparison(completed, await FindAsync(first), await FindAsync(second)));

        async Task<AuditReport?> FindAsync(string? auditId) => auditId is null ? null : (await reports.FindAsync(caller.OrganisationId, auditId)).Report;
    }

    private static Task<ContentHttpResult> MissingAsync(PageRenderer pages, string detail) => pages.AnswerAsync<MessagePage>(
        nameof(MessagePage.Message), new MessagePage.Text("Not found", detail), StatusCodes.Status404NotFound);
}
