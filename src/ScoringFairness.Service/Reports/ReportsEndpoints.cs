using System.Globalization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Statistics;

namespace ScoringFairness.Service.Reports;

/// <summary>Reports: as a page for people, as JSON and CSV for programs.</summary>
internal static class ReportsEndpoints
{
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services.AddSingleton<ReportStore>().AddScoped<HtmlRenderer>().AddScoped<PageRenderer>();

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/v1/audits/{auditId}").WithTags("4 Reports");
        reports.MapGet("/report", GetAsync).WithName("getReport")
            .WithSummary("The report of a completed audit: JSON, or the page for a client that accepts text/html.")
            .Produces<AuditReport>().ProducesProblem(404).ProducesProblem(409);
        reports.MapGet("/report.html", GetPageAsync).WithName("getReportPage").WithSummary("The report as a page for people.")
            .Produces<string>(200, "text/html").ProducesProblem(404).ProducesProblem(409);
        reports.MapGet("/report.csv", GetCsvAsync).WithName("getReportCsv").WithSummary("The report's measures as CSV.")
            .Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(409);
        reports.MapGet("/measures", MeasuresAsync).WithName("listMeasures")
            .WithSummary("The report's measures, filtered and paged.").ProducesProblem(404).ProducesProblem(409);
    }

    private static Task<IResult> GetAsync(string auditId, HttpRequest request, Caller caller, ReportStore reports, PageRenderer pages) =>
        request.GetTypedHeaders().Accept is { Count: > 0 } accept && accept.Any(type => type.MediaType == "text/html")
            ? GetPageAsync(auditId, caller, reports, pages)
            : AnswerAsync(auditId, caller, reports, report => Task.FromResult<IResult>(TypedResults.Ok(report)));

    private static Task<IResult> GetCsvAsync(string auditId, Caller caller, ReportStore reports) =>
        AnswerAsync(auditId, caller, reports, report => Task.FromResult<IResult>(TypedResults.Text(ReportCsv.Write(report.Measures), "text/csv; charset=utf-8")));

    private static Task<IResult> GetPageAsync(string auditId, Caller caller, ReportStore reports, PageRenderer pages) =>
        AnswerAsync(auditId, caller, reports, async report => await pages.AnswerAsync<ReportPage>(
            nameof(ReportPage.View), await reports.ViewAsync(caller.OrganisationId, report)));

    private static async Task<Results<Ok<Page<MeasureRow>>, ProblemHttpResult>> MeasuresAsync(
        string auditId, Caller caller, AuditStore audits, MeasureStore measures, string? measure = null, string? scorer = null,
        string? split = null, string? itemId = null, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        var from = 0;
        if (problem is not null || (key is not null && !int.TryParse(key, CultureInfo.InvariantCulture, out from)))
        {
            return Problems.BadRequest(problem ?? "after is not a cursor of this list; send the `next` of the page before.");
        }
        var audit = await audits.FindAsync(caller.OrganisationId, auditId);
        if (audit?.Status != AuditStatus.Completed)
        {
            return NotYet(auditId, audit?.Status);
        }
        var rows = await measures.ListAsync(
            caller.OrganisationId, auditId, new MeasureFilter(measure, scorer, split, itemId), from, size + 1);
        var page = Paging.Cut(rows, size, row => row.Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<MeasureRow>(
            [.. page.Items.Select(row => SmallCounts.Suppress(row.Row, audit.Design.MinCellSize))], page.Next));
    }

    private static async Task<IResult> AnswerAsync(string auditId, Caller caller, ReportStore reports, Func<AuditReport, Task<IResult>> answer)
    {
        var (status, report) = await reports.FindAsync(caller.OrganisationId, auditId);
        return report is null ? NotYet(auditId, status) : await answer(report);
    }

    private static ProblemHttpResult NotYet(string auditId, string? status) => status is null
        ? Problems.NotFound($"audit '{auditId}'")
        : Problems.Conflict($"The audit is {status}; there is a report once it is completed. GET /v1/audits/{auditId} tells where it stands.");
}
