using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Lifecycle;

namespace ScoringFairness.Service.Reports.Links;

/// <summary>Links that open a report without a key.</summary>
internal static class ReportLinksEndpoints
{
    public static void MapReportLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/v1/audits/{auditId}/links").WithTags("5 Reports");
        links.MapPost("/", PostAsync).WithName("postReportLink").For(Role.Audit).For(Role.Read)
            .WithSummary("Makes a link that opens the report, and nothing else, to whoever has it.")
            .WithDescription("Its address is told once. It expires after days (30 unless sent), can be revoked, and each use is in the record of activity.")
            .WithMetadata(new RequestExample("application/json", """{ "days": 14, "note": "School board" }"""))
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        links.MapGet("/", ListAsync).WithName("listReportLinks").For(Role.Read).WithSummary("Lists the links to a report; their secrets are nowhere.")
            .ProducesProblem(404);
        links.MapDelete("/{linkId}", DeleteAsync).WithName("revokeReportLink").For(Role.Audit).For(Role.Read).WithSummary("Revokes a link.")
            .ProducesProblem(404);
        routes.MapGet("/shared/{secret}", OpenAsync).ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<Results<Created<NewReportLink>, ProblemHttpResult>> PostAsync(
        string auditId, ReportLinkRequest request, Caller caller, ReportLinks links, CancellationToken cancellation)
    {
        var outcome = await links.CreateAsync(caller, auditId, request, cancellation);
        return outcome is Outcome<NewReportLink>.Done made ? TypedResults.Created(made.Value.Address, made.Value) : outcome.Problem();
    }

    private static async Task<Results<Ok<Page<ReportLink>>, ProblemHttpResult>> ListAsync(
        string auditId, Caller caller, ReportLinks links, AuditStore audits) =>
        await audits.StateAsync(caller.OrganisationId, auditId) is null
            ? AuditViews.NotFound(auditId)
            : TypedResults.Ok(new Page<ReportLink>(await links.ListAsync(caller.OrganisationId, auditId), Next: null));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string auditId, string linkId, Caller caller, ReportLinks links, CancellationToken cancellation) =>
        await links.RevokeAsync(caller, auditId, linkId, cancellation) ? TypedResults.NoContent() : Problems.NotFound($"link '{linkId}'");

    /// <summary>The report as a page that leads nowhere else, since its reader has no key.</summary>
    private static async Task<IResult> OpenAsync(
        string secret, HttpResponse response, ReportLinks links, ReportStore reports, ReportDocuments documents, PageRenderer pages,
        CancellationToken cancellation)
    {
        response.Headers.CacheControl = "private, no-store";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (await links.OpenAsync(secret, cancellation) is not { } opened)
        {
            return await GoneAsync(pages);
        }
        var found = await documents.FindAsync(opened.OrganisationId, opened.AuditId, "shared", async report =>
        {
            var view = await reports.ViewAsync(opened.OrganisationId, report);
            return Encoding.UTF8.GetBytes(await pages.RenderAsync<ReportPage>(nameof(ReportPage.View), view.WithoutWays()));
        });
        return found.Document is null ? await GoneAsync(pages) : TypedResults.Bytes(found.Document, PageRenderer.MediaType);
    }

    private static async Task<IResult> GoneAsync(PageRenderer pages) => await pages.AnswerAsync<MessagePage>(
        nameof(MessagePage.Message),
        new MessagePage.Text("The link opens nothing", "It has expired or was revoked, or the audit is gone. Ask whoever sent it for another."),
        StatusCodes.Status404NotFound);
}
