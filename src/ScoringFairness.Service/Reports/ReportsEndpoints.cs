using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Reports.Links;
using ScoringFairness.Service.Reports.Plots;
using ScoringFairness.Service.Reports.Readings;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Reports;

/// <summary>Reports: as a page for people, as JSON and CSV for programs.</summary>
internal static class ReportsEndpoints
{
    public static void AddReports(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<ReportSettings>();
        builder.Services.AddSingleton<ReportStore>().AddSingleton<ReportDocuments>().AddSingleton<AnswerStore>().AddSingleton<AuditAnswers>()
            .AddSingleton<IAuditVerdicts>(services => services.GetRequiredService<AuditAnswers>())
            .AddSingleton<ICompletion>(services => services.GetRequiredService<AuditAnswers>())
            .AddSingleton<ReportLinks>().AddSingleton<IMadeWithKeys>(services => services.GetRequiredService<ReportLinks>())
            .AddSingleton<PdfPrinter>().AddSingleton<ReadResponses>().AddScoped<HtmlRenderer>().AddScoped<PageRenderer>();
        builder.Services.Configure<SwaggerGenOptions>(options => options.SchemaFilter<MeasureWords>());
    }

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/v1/audits/{auditId}").WithTags("5 Reports");
        reports.MapGet("/report", GetAsync).WithName("getReport").For(Role.Read)
            .WithSummary("The report of a completed audit: JSON, or the page for a client that accepts text/html.")
            .Produces<AuditReport>().ProducesProblem(404).ProducesProblem(409);
        reports.MapGet("/report.json", GetJsonAsync).WithName("getReportJson").For(Role.Read).WithSummary("The report as JSON, whatever the client accepts.")
            .Produces<AuditReport>().ProducesProblem(404).ProducesProblem(409);
        reports.MapGet("/report.html", GetPageAsync).WithName("getReportPage").For(Role.Read).WithSummary("The report as a page for people.")
            .Produces<string>(200, "text/html").ProducesProblem(404).ProducesProblem(409);
        reports.MapGet("/report.pdf", GetPdfAsync).WithName("getReportPdf").For(Role.Read)
            .WithSummary("The page as PDF, where the machine has a Chromium to print it.")
            .Produces<byte[]>(200, "application/pdf").ProducesProblem(404).ProducesProblem(409).ProducesProblem(501).ProducesProblem(503);
        reports.MapGet("/report.csv", GetCsvAsync).WithName("getReportCsv").For(Role.Read)
            .WithSummary("The report's measures as CSV, or one of its tables.").Produces<string>(200, "text/csv").ProducesProblem(400).ProducesProblem(404)
            .ProducesProblem(409);
        reports.MapGet("/report.svg", GetPlotAsync).WithName("getReportPlot").For(Role.Read).WithSummary("A plot of the report as SVG.")
            .Produces<string>(200, "image/svg+xml").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        reports.MapGet("/report.png", GetPictureAsync).WithName("getReportPicture").For(Role.Read)
            .WithSummary("A plot of the report as PNG, where the machine has a Chromium to draw it.")
            .Produces<byte[]>(200, "image/png").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(501).ProducesProblem(503);
        routes.MapReportLinks();
        routes.MapReadings();
        reports.MapGet("/measures", MeasuresAsync).WithName("listMeasures").For(Role.Read)
            .WithSummary("The report's measures, filtered and paged.").ProducesProblem(404).ProducesProblem(409);
    }

    private static Task<IResult> GetAsync(
        string auditId, HttpRequest request, Caller caller, ReportStore reports, ReportDocuments documents, PageRenderer pages)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        return PageRenderer.IsWanted(request)
            ? GetPageAsync(auditId, caller, reports, documents, pages)
            : GetJsonAsync(auditId, caller, documents);
    }

    private static Task<IResult> GetJsonAsync(string auditId, Caller caller, ReportDocuments documents) =>
        AnswerAsync(
            auditId, caller, documents, "json", "application/json; charset=utf-8",
            report => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(report, ContractJson.Options)));

    /// <param name="auditId">The audit.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="documents">Reports as they are sent.</param>
    /// <param name="table">A table: contrasts, study, who, means, rates, confusion, distributions, words or agreement (default: every measure).</param>
    private static Task<IResult> GetCsvAsync(string auditId, Caller caller, ReportDocuments documents, string? table = null) =>
        table is not null && !ReportTables.Names.Contains(table)
            ? Unknown("table", table, ReportTables.Names)
            : AnswerAsync(
                auditId, caller, documents, table is null ? "csv" : $"{table}.csv", "text/csv; charset=utf-8",
                report => Task.FromResult(Encoding.UTF8.GetBytes(table is null ? ReportCsv.Write(report.Measures) : ReportTables.Write(table, report))));

    /// <param name="auditId">The audit.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="documents">Reports as they are sent.</param>
    /// <param name="pages">Draws it.</param>
    /// <param name="plot">bias, disparity or fairness (every figure of the question on one axis), or means (machine minus human by human score).</param>
    private static Task<IResult> GetPlotAsync(string auditId, Caller caller, ReportDocuments documents, PageRenderer pages, string plot = "bias") =>
        !PlotFile.Names.Contains(plot)
            ? Unknown("plot", plot, PlotFile.Names)
            : AnswerAsync(
                auditId, caller, documents, $"{plot}.svg", "image/svg+xml; charset=utf-8",
                async report => Encoding.UTF8.GetBytes(await PlotAsync(pages, report, plot)));

    private static Task<string> PlotAsync(PageRenderer pages, AuditReport report, string plot) =>
        pages.RenderAsync<PlotFile>(nameof(PlotFile.Of), new PlotFile.Choice(new ReportView(report, []), plot));

    /// <param name="auditId">The audit.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="reports">Its report.</param>
    /// <param name="pages">Draws the plot.</param>
    /// <param name="printer">Makes a picture of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="plot">bias, disparity or fairness (every figure of the question on one axis), or means (machine minus human by human score).</param>
    private static async Task<IResult> GetPictureAsync(
        string auditId, Caller caller, ReportStore reports, PageRenderer pages, PdfPrinter printer, CancellationToken cancellation, string plot = "bias")
    {
        if (!PlotFile.Names.Contains(plot))
        {
            return await Unknown("plot", plot, PlotFile.Names);
        }
        if (printer.Program is null)
        {
            return Problems.Of(501, "no-printer", "PNG is not to be had here", PdfPrinter.NoPictures);
        }
        var (status, report) = await reports.FindAsync(caller.OrganisationId, auditId);
        if (report is null)
        {
            return NotYet(auditId, status);
        }
        var svg = await PlotAsync(pages, report, plot);
        var (width, height) = PlotFile.SizeOf(svg);
        var (picture, problem) = await printer.DrawAsync(svg, width, height, cancellation);
        return picture is null
            ? Problems.Of(503, "not-printed", "The plot was not drawn", problem!)
            : TypedResults.File(picture, "image/png", $"{plot}-{auditId}.png");
    }

    private static Task<IResult> Unknown(string name, string value, IReadOnlyList<string> known) =>
        Task.FromResult<IResult>(Problems.Invalid("The query cannot be used", name, JsonWording.Unknown(name, value, known)));

    private static Task<IResult> GetPageAsync(string auditId, Caller caller, ReportStore reports, ReportDocuments documents, PageRenderer pages) =>
        AnswerAsync(
            auditId, caller, documents, caller.MayReadTexts ? "texts.html" : "html", "text/html; charset=utf-8",
            async report => Encoding.UTF8.GetBytes(await pages.RenderAsync<ReportPage>(
                nameof(ReportPage.View), await reports.ViewAsync(caller.OrganisationId, report, caller.MayReadTexts))));

    private static async Task<IResult> GetPdfAsync(
        string auditId, Caller caller, ReportStore reports, PageRenderer pages, PdfPrinter printer, CancellationToken cancellation)
    {
        if (printer.Program is null)
        {
            return Problems.Of(501, "no-printer", "PDF is not to be had here", PdfPrinter.Missing);
        }
        var (status, report) = await reports.FindAsync(caller.OrganisationId, auditId);
        if (report is null)
        {
            return NotYet(auditId, status);
        }
        var html = await pages.RenderAsync<ReportPage>(nameof(ReportPage.View), await reports.ViewAsync(caller.OrganisationId, report));
        var (document, problem) = await printer.PrintAsync(html, cancellation);
        return document is null
            ? Problems.Of(503, "not-printed", "The page was not printed", problem!)
            : TypedResults.File(document, "application/pdf", $"report-{auditId}.pdf");
    }

    private static async Task<Results<Ok<Page<MeasureRow>>, ProblemHttpResult>> MeasuresAsync(
        string auditId, Caller caller, AuditStore audits, MeasureStore measures, ScoreTableStore tables, string? measure = null, string? scorer = null,
        string? split = null, string? itemId = null, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        var from = 0;
        if (problem is not null || (key is not null && !int.TryParse(key, CultureInfo.InvariantCulture, out from)))
        {
            return Paging.Refused(problem);
        }
        if (measure is not null && !MeasureCatalogue.All.Any(one => one.Code == measure))
        {
            return Problems.Invalid(
                "The query cannot be used", "measure", JsonWording.Unknown("measure", measure, [.. MeasureCatalogue.All.Select(one => one.Code)]));
        }
        var audit = await audits.FindAsync(caller.OrganisationId, auditId);
        if (audit?.Status != AuditStatus.Completed)
        {
            return NotYet(auditId, audit?.Status);
        }
        var rows = await measures.ListAsync(
            caller.OrganisationId, auditId, new MeasureFilter(measure, scorer, split, itemId), from, size + 1);
        var (found, students, _) = await tables.FindAsync(caller.OrganisationId, auditId);
        var small = new SmallCounts(SuppressedTables.Of(found, audit.Design.MinCellSize, students), audit.Design.MinCellSize);
        var hidden = new HiddenGroups(audit.Data!, audit.Design.MinCellSize);
        var page = Paging.Cut(rows, size, row => row.Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<MeasureRow>(
            [.. page.Items.Select(row => hidden.Suppress(row.Row, small))], page.Next));
    }

    private static async Task<IResult> AnswerAsync(
        string auditId, Caller caller, ReportDocuments documents, string form, string mediaType, Func<AuditReport, Task<byte[]>> write)
    {
        var (status, document, tag) = await documents.FindAsync(caller.OrganisationId, auditId, form, write);
        return document is null
            ? NotYet(auditId, status)
            : TypedResults.Bytes(document, mediaType, entityTag: new EntityTagHeaderValue(tag));
    }

    private static ProblemHttpResult NotYet(string auditId, string? status) => status is null
        ? AuditViews.NotFound(auditId)
        : Problems.Conflict($"The audit is {status}; there is a report once it is completed. GET /v1/audits/{auditId} tells where it stands.");
}
