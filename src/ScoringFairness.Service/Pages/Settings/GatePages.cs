using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Gates;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The page of the gate: what it asks, and what it answers of an audit.</summary>
internal static class GatePages
{
    private const int AuditsOffered = 200;

    public static void MapGatePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings/gate", async (Caller caller, AuditStore audits, PolicyStore policies, PageRenderer renderer, CancellationToken cancellation) =>
            await AnswerAsync(renderer, await ShownAsync(caller, audits, policies, SettingsForm.Of(), cancellation))).For(Role.Read);
        pages.MapPost("/settings/gate", TryAsync).For(Role.Read);
    }

    private static async Task<IResult> TryAsync(
        HttpRequest request, Caller caller, EvaluateGate evaluate, AuditStore audits, PolicyStore policies, PageRenderer pages,
        CancellationToken cancellation)
    {
        if (await SettingsForm.ReadAsync(request, cancellation) is not { } form)
        {
            return SettingsPages.NoForm("JSON to POST /v1/gates");
        }
        var outcome = form["audit"] is { } audit
            ? await evaluate.RunAsync(caller, new GateRequest { AuditId = audit }, cancellation)
            : new Outcome<GateAnswer>.Conflict("Choose an audit.");
        var answer = (outcome as Outcome<GateAnswer>.Done)?.Value;
        form = answer is not null
            ? form
            : form with { Errors = new Dictionary<string, string[]> { ["audit"] = [outcome.Problem().ProblemDetails.Detail ?? ""] } };
        return await AnswerAsync(
            pages, await ShownAsync(caller, audits, policies, form, cancellation) with { Answer = answer },
            answer is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<GatePage.Shown> ShownAsync(
        Caller caller, AuditStore audits, PolicyStore policies, SettingsForm form, CancellationToken cancellation)
    {
        var policy = (await policies.FindAsync(caller.OrganisationId, cancellation)).WrittenOut();
        var completed = await audits.PartAsync(
            caller.OrganisationId, new AuditFilter { Status = AuditStatus.Completed }, after: null, AuditsOffered);
        return new GatePage.Shown(
            policy.AskedAtGate(), [.. policy.MinimumsAtGate()], policy.Gate.MinimumN, policy.Gate.Splits,
            [.. completed.Entries.Select(audit => (audit.AuditId, audit.Name, audit.CreatedAt))], form);
    }

    private static async Task<IResult> AnswerAsync(PageRenderer pages, GatePage.Shown shown, int status = StatusCodes.Status200OK) =>
        await pages.AnswerAsync<GatePage>(nameof(GatePage.Model), shown, status);
}
