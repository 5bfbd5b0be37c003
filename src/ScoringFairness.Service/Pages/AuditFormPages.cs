using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>The form of a new audit: shown, asked what it would take, and sent.</summary>
internal static class AuditFormPages
{
    public static void MapAuditForm(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/audits/new", NewAsync).For(Role.Audit);
        pages.MapPost("/audits", StartAsync).For(Role.Audit);
    }

    private static async Task<IResult> NewAsync(
        HttpRequest request, Caller caller, AuditFormData data, PageRenderer pages, CancellationToken cancellation)
    {
        var again = request.Query[AuditAgain.Field].ToString() is { Length: > 0 } auditId
            ? await data.AgainAsync(caller, auditId, attribute: null, cancellation)
            : null;
        if (again is null && request.Query.ContainsKey(AuditAgain.Field))
        {
            return await pages.MissingAsync($"There is no audit '{request.Query[AuditAgain.Field]}'.");
        }
        var form = new AuditForm(
            again?.Values() ?? PostedForm.Values(request.Query),
            new Dictionary<string, string[]>(), await data.ChoicesAsync(caller, cancellation))
        {
            Again = again,
        }.WithOnlyAttribute();
        // Where a link chose nothing, what is chosen first may not stay.
        return await pages.AnswerAsync<NewAuditPage>(
            nameof(NewAuditPage.Form), request.Query.Count == 0 ? form : form with { Groups = await data.GroupsAsync(caller, form, cancellation) });
    }

    private static async Task<IResult> StartAsync(
        HttpRequest request, Caller caller, AuditFormData data, StartAudit start, EstimateAudit estimate, ScorerKinds kinds, PageRenderer pages,
        CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return Problems.BadRequest("The form of /audits/new is expected here; programs send JSON to POST /v1/audits.");
        }
        var sent = await PostedForm.ValuesAsync(request, cancellation);
        var form = new AuditForm(sent, new Dictionary<string, string[]>(), await data.ChoicesAsync(caller, cancellation)) { IsSent = true };
        if (form[AuditAgain.Field] is { } auditId)
        {
            form = form with { Again = await data.AgainAsync(caller, auditId, form["attribute"], cancellation) };
            if (form.Again is null)
            {
                return await pages.MissingAsync($"Audit '{auditId}', which was to be run again, is deleted.");
            }
        }
        form = FormerAttribute.Without(form);
        form = form with { Groups = await data.GroupsAsync(caller, form, cancellation) };
        if (form.Dropped.Count > 0 && form["ask"] is null)
        {
            return await RefuseAsync(pages, form, form.Errors);
        }
        if (form["ask"] == "groups")
        {
            return form.Groups is not null
                ? await pages.AnswerAsync<NewAuditPage>(nameof(NewAuditPage.Form), form)
                : await RefuseAsync(pages, form, form.WhyNoGroups());
        }
        var (audit, errors) = form.Read(kinds);
        if (audit is not null && form["ask"] == "cost")
        {
            switch (await estimate.RunAsync(caller, audit, cancellation))
            {
                case Outcome<AuditCost>.Done estimated:
                    return await pages.AnswerAsync<NewAuditPage>(nameof(NewAuditPage.Form), form with { Cost = CostInWords.Said(estimated.Value) });
                case Outcome<AuditCost>.Refused refused:
                    errors = refused.Errors;
                    break;
            }
        }
        else if (audit is not null)
        {
            var outcome = await start.RunAsync(caller, audit, form[AuditForm.Once], cancellation);
            if (outcome is Outcome<AuditView>.KeyReused)
            {
                // Went back, changed, and sent again: another audit.
                outcome = await start.RunAsync(caller, audit, idempotencyKey: null, cancellation);
            }
            switch (outcome)
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
        return await RefuseAsync(pages, form, errors);
    }

    private static async Task<IResult> RefuseAsync(PageRenderer pages, AuditForm form, IReadOnlyDictionary<string, string[]> errors) =>
        await pages.AnswerAsync<NewAuditPage>(nameof(NewAuditPage.Form), form with { Errors = errors }, StatusCodes.Status400BadRequest);
}
