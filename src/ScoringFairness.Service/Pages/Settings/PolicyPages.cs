using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The page of the organisation's policy: what it says, and for admins what it said before.</summary>
internal static class PolicyPages
{
    private const string Changed = "policy.changed";
    private const int ChangesShown = 20;

    public static void MapPolicyPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings/policy", async (
            HttpRequest request, Caller caller, PolicyStore policies, ActivityLog log, PageRenderer renderer, CancellationToken cancellation) =>
            await AnswerAsync(
                request, caller, log, renderer, PolicyForm.Of(await policies.FindAsync(caller.OrganisationId, cancellation)))).For(Role.Read);
        pages.MapPost("/settings/policy", PutAsync).For(Role.Admin);
    }

    private static async Task<IResult> PutAsync(
        HttpRequest request, Caller caller, PutPolicy put, ActivityLog log, PageRenderer pages, CancellationToken cancellation)
    {
        if (await SettingsForm.ReadAsync(request, cancellation) is not { } form)
        {
            return SettingsPages.NoForm("JSON to PUT /v1/policy");
        }
        var errors = new Refusals();
        var policy = PolicyForm.Read(form, errors);
        var outcome = errors.Any ? new Outcome<OrganisationPolicy>.Refused("", errors.ByField) : await put.RunAsync(caller, policy, cancellation);
        return outcome is Outcome<OrganisationPolicy>.Refused refused
            ? await AnswerAsync(request, caller, log, pages, form with { Errors = refused.Errors }, StatusCodes.Status400BadRequest)
            : Results.Redirect("/settings/policy");
    }

    private static async Task<IResult> AnswerAsync(
        HttpRequest request, Caller caller, ActivityLog log, PageRenderer pages, SettingsForm form, int status = StatusCodes.Status200OK)
    {
        // The record of activity is for admins.
        var isAdmin = request.HttpContext.User.IsInRole(Role.Admin);
        var entries = isAdmin ? await log.ListAsync(caller.OrganisationId, new ActivityFilter(Changed), before: null, ChangesShown + 1) : [];
        return await pages.AnswerAsync<PolicyPage>(nameof(PolicyPage.Model), new PolicyPage.Shown(form, isAdmin)
        {
            Changes =
            [
                .. entries.Take(ChangesShown).Select((entry, at) => new PolicyPage.Change(
                    entry.At, entry.Actor, Words(entry, entries.ElementAtOrDefault(at + 1)))),
            ],
        }, status);
    }

    private static IReadOnlyList<string> Words(ActivityEntry entry, ActivityEntry? before)
    {
        var now = JsonWords.Of(entry.Detail?.GetRawText() ?? "{}");
        return before is null
            ? [.. now.Where(one => one.Value.Length > 0).Select(one => $"{one.Key} {one.Value}")]
            : [.. JsonWords.Differences(JsonWords.Of(before.Detail?.GetRawText() ?? "{}"), now)];
    }
}
