using System.Globalization;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Reports.Links;

namespace ScoringFairness.Service.Pages;

/// <summary>An audit's page, and what is done from there.</summary>
internal static class AuditPages
{
    public static void MapAuditPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/audits/{auditId}", AuditAsync).For(Role.Read);
        pages.MapPost("/audits/{auditId}/cancel", CancelAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/retry", RetryAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/change", ChangeAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/delete", DeleteAsync).For(Role.Audit);
        pages.MapPost("/audits/{auditId}/links", ShareAsync).For(Role.Audit).For(Role.Read);
        pages.MapPost("/audits/{auditId}/links/{linkId}/revoke", RevokeAsync).For(Role.Audit).For(Role.Read);
    }

    private static async Task<IResult> AuditAsync(string auditId, Caller caller, AuditViews views, ReportLinks links, PageRenderer pages)
    {
        var shared = links.ListAsync(caller.OrganisationId, auditId);
        var found = await views.FindAsync(caller.OrganisationId, auditId);
        var made = await shared;
        return found is { } audit
            ? await pages.AnswerAsync<AuditPage>(
                nameof(AuditPage.Model), new AuditPage.Shown(audit, made) { MayAudit = caller.MayAudit, MayReadTexts = caller.MayReadTexts })
            : await pages.MissingAsync($"There is no audit '{auditId}'.");
    }

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
            return outcome switch
            {
                Outcome<NewReportLink>.Refused refused => await pages.RefusedAsync(Said(refused.Errors), StatusCodes.Status400BadRequest),
                Outcome<NewReportLink>.Conflict conflict => await pages.RefusedAsync(conflict.Detail),
                _ => await pages.MissingAsync($"There is no audit '{auditId}'."),
            };
        }
        return await pages.AnswerAsync<AuditPage>(nameof(AuditPage.Model), new AuditPage.Shown(audit, await links.ListAsync(caller.OrganisationId, auditId))
        {
            MayAudit = caller.MayAudit,
            MayReadTexts = caller.MayReadTexts,
            NewLink = $"{request.Scheme}://{request.Host}{request.PathBase}{made.Value.Address}",
        });
    }

    private static async Task<IResult> RevokeAsync(
        string auditId, string linkId, Caller caller, ReportLinks links, PageRenderer pages, CancellationToken cancellation) =>
        await links.RevokeAsync(caller, auditId, linkId, cancellation)
            ? Results.Redirect($"/audits/{Uri.EscapeDataString(auditId)}")
            : await pages.MissingAsync($"There is no link '{linkId}' of audit '{auditId}'.");

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
            Outcome<bool>.Missing => await pages.MissingAsync($"There is no audit '{auditId}'."),
            var other => await pages.RefusedAsync(other.Problem().ProblemDetails.Detail),
        };

    /// <summary>Back to the audit's page, which shows what became of it.</summary>
    private static async Task<IResult> ReturnAsync(string auditId, Outcome<AuditView> outcome, PageRenderer pages) => outcome switch
    {
        Outcome<AuditView>.Missing => await pages.MissingAsync($"There is no audit '{auditId}'."),
        Outcome<AuditView>.Refused refused => await pages.RefusedAsync(Said(refused.Errors), StatusCodes.Status400BadRequest),
        Outcome<AuditView>.Conflict conflict => await pages.RefusedAsync(conflict.Detail),
        _ => Results.Redirect($"/audits/{Uri.EscapeDataString(auditId)}"),
    };

    private static string Said(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join(" ", errors.Select(error => $"{error.Key} {error.Value[0]}"));
}
