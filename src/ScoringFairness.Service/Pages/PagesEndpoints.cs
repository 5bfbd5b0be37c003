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
        var pages = routes.MapGroup("").ExcludeFromDescription().AddEndpointFilter<SameOrigin>().AddEndpointFilter<ReadableForm>();
        pages.MapGet("/live.js", () => TypedResults.Stream(LiveScript.Open(), "text/javascript; charset=utf-8")).AllowAnonymous();
        pages.MapGet("/favicon.ico", () => TypedResults.Text(Icon.Svg, "image/svg+xml")).AllowAnonymous();
        pages.MapGet("/", ListAsync).For(Role.Read);
        pages.MapGet("/audits/new", NewAsync).For(Role.Audit);
        pages.MapPost("/audits", StartAsync).For(Role.Audit);
        pages.MapAuditPages();
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

    private static async Task<IResult> ItemsAsync(Caller caller, ItemStore items, PageRenderer pages) =>
        await pages.AnswerAsync<ItemListPage>(nameof(ItemListPage.Items), await items.ListAsync(caller.OrganisationId, Paging.MaximumLimit));

    private static async Task<IResult> ItemAsync(
        string itemId, Caller caller, ItemDetails details, PageRenderer pages, CancellationToken cancellation) =>
        await details.FindAsync(caller.OrganisationId, itemId, cancellation) is { } detail
            ? await pages.AnswerAsync<ItemPage>(nameof(ItemPage.Detail), detail)
            : await pages.MissingAsync($"There is no item '{itemId}'.");

    private static async Task<IResult> CompareAsync(
        Caller caller, AuditStore audits, ReportStore reports, PageRenderer pages, string? first = null, string? second = null)
    {
        var filter = new AuditFilter { Status = AuditStatus.Completed };
        var completed = (await audits.PartAsync(caller.OrganisationId, filter, after: null, AuditsCompared)).Entries
            .Select(audit => (audit.AuditId, audit.Name)).ToList();
        return await pages.AnswerAsync<ComparePage>(nameof(ComparePage.Model), new Comparison(completed, await FindAsync(first), await FindAsync(second)));

        async Task<AuditReport?> FindAsync(string? auditId) => auditId is null ? null : (await reports.FindAsync(caller.OrganisationId, auditId)).Report;
    }
}
