using System.ComponentModel.DataAnnotations;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Pages.Readings;
using ScoringFairness.Service.Pages.Settings;
using ScoringFairness.Service.Pages.Trends;
using ScoringFairness.Service.Pages.Uploads;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Pages;

/// <summary>The pages for people; what they show and do is the interface's own.</summary>
internal static class PagesEndpoints
{
    private const int AuditsShown = 50;
    private const int AuditsCompared = 500;

    public static IServiceCollection AddPages(this IServiceCollection services) => services.AddSingleton<AuditFormData>().AddUploadPages().AddTrendPages();

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().AddEndpointFilter<SameOrigin>().AddEndpointFilter<ReadableForm>();
        pages.MapGet("/live.js", () => TypedResults.Stream(LiveScript.Open(), "text/javascript; charset=utf-8")).AllowAnonymous();
        pages.MapGet("/favicon.ico", () => TypedResults.Text(Icon.Svg, "image/svg+xml")).AllowAnonymous();
        pages.MapGet("/", ListAsync).For(Role.Read);
        pages.MapAuditForm();
        pages.MapAuditPages();
        pages.MapReadingPages();
        pages.MapGet("/items", ItemsAsync).For(Role.Read);
        pages.MapGet("/items/{itemId}", ItemAsync).For(Role.Read);
        pages.MapGet("/compare", CompareAsync).For(Role.Read);
        pages.MapTrendPages();
        pages.MapSettingsPages();
        pages.MapUploadPages(routes.ServiceProvider.GetRequiredService<UploadSettings>());
    }

    private static async Task<IResult> ListAsync(
        HttpRequest request, Caller caller, ListAudits list, IAuditVerdicts verdicts, PageRenderer pages, string? name = null,
        [AllowedValues(AuditStatus.Queued, AuditStatus.Training, AuditStatus.Evaluating, AuditStatus.Completed, AuditStatus.Failed, AuditStatus.Cancelled)]
        string? status = null,
        [AllowedValues("within", "exceeds", "inconclusive", "undefined")] string? verdict = null,
        [AllowedValues("bias", "disparity", "fairness")] string? question = null,
        [AllowedValues("newest", "oldest")] string? order = null, string? after = null)
    {
        var (_, key, problem) = Paging.Read(AuditsShown, after);
        if (problem is not null)
        {
            return Paging.Refused(problem);
        }
        (name, status, verdict, question) = (Filled(name), Filled(status), Filled(verdict), Filled(question));
        var isOldestFirst = order == "oldest";
        var filter = new AuditFilter { Name = name, Status = status, IsOldestFirst = isOldestFirst };
        var page = await list.RunAsync(caller.OrganisationId, filter, verdict is null ? null : new VerdictFilter(verdict, question), key, AuditsShown);
        var said = await verdicts.OfAsync(
            caller.OrganisationId, [.. page.Items.Where(audit => audit.Status == AuditStatus.Completed).Select(audit => audit.AuditId)]);
        IReadOnlyList<(AuditView Audit, IReadOnlyList<QuestionVerdict> Verdicts)> shown =
            [.. page.Items.Select(audit => (audit, said[audit.AuditId].ToList()))];
        var next = page.Next is null ? null : "/" + QueryString.Create(request.Query.Where(field => field.Key != "after").SelectMany(
            field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value)).Append(new("after", page.Next)));
        return await pages.AnswerAsync<AuditListPage>(nameof(AuditListPage.Model), new AuditListPage.List(shown, next)
        {
            Name = name,
            Status = status,
            Verdict = verdict,
            Question = question,
            IsOldestFirst = isOldestFirst,
        });

        static string? Filled(string? field) => string.IsNullOrWhiteSpace(field) ? null : field.Trim();
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
            .SelectMany(ComparedChoice.Of).ToList();
        return await pages.AnswerAsync<ComparePage>(nameof(ComparePage.Model), Comparison.Of(completed, await FindAsync(first), await FindAsync(second)));

        async Task<ComparedSide?> FindAsync(string? chosen)
        {
            var (auditId, scorer) = ComparedChoice.Read(chosen);
            return auditId is not null && (await reports.FindAsync(caller.OrganisationId, auditId)).Report is { } report ? new(report, scorer) : null;
        }
    }
}
