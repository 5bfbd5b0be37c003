using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The page of keys, and what is done from there.</summary>
internal static class KeyPages
{
    private const int UsualDays = 365;

    public static void MapKeyPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings/keys", ListAsync).For(Role.Admin);
        pages.MapPost("/settings/keys", CreateAsync).For(Role.Admin);
        pages.MapPost("/settings/keys/{keyId}/revoke", RevokeAsync).For(Role.Admin);
    }

    private static async Task<IResult> ListAsync(Caller caller, KeyStore keys, PageRenderer pages, CancellationToken cancellation) =>
        await pages.AnswerAsync<KeysPage>(nameof(KeysPage.Model), new KeysPage.Shown(
            await keys.ListAsync(caller.OrganisationId, cancellation), SettingsForm.Of(("expiresInDays", UsualDays))));

    private static async Task<IResult> CreateAsync(
        HttpRequest request, Caller caller, CreateKey create, KeyStore keys, PageRenderer pages, CancellationToken cancellation)
    {
        if (await SettingsForm.ReadAsync(request, cancellation) is not { } form)
        {
            return SettingsPages.NoForm("JSON to POST /v1/keys");
        }
        var errors = new Refusals();
        var posted = form.Posted(errors);
        var wanted = new KeyRequest { Name = posted["name"] ?? "", Roles = posted.All("roles"), ExpiresInDays = posted.Whole("expiresInDays") };
        errors.Unless(
            wanted.Roles.Count == 0 || wanted.Roles.Contains(Role.Admin) || (await keys.ListAsync(caller.OrganisationId, cancellation)).Count > 0, "roles",
            "must have admin in the first key: from then on nobody enters without one, and without the role nobody makes another.");
        var outcome = errors.Any ? new Outcome<CreatedKey>.Refused("", errors.ByField) : await create.RunAsync(caller, wanted, cancellation);
        if (outcome is Outcome<CreatedKey>.Refused refused)
        {
            return await pages.AnswerAsync<KeysPage>(
                nameof(KeysPage.Model),
                new KeysPage.Shown(await keys.ListAsync(caller.OrganisationId, cancellation), form with { Errors = refused.Errors }),
                StatusCodes.Status400BadRequest);
        }
        var made = ((Outcome<CreatedKey>.Done)outcome).Value;
        return await pages.AnswerAsync<KeysPage>(
            nameof(KeysPage.Model),
            new KeysPage.Shown(await keys.ListAsync(caller.OrganisationId, cancellation), SettingsForm.Of(("expiresInDays", UsualDays)))
            {
                NewKey = made.Key,
                NewName = made.Listed.Name,
            });
    }

    private static async Task<IResult> RevokeAsync(string keyId, Caller caller, RevokeKey revoke, PageRenderer pages, CancellationToken cancellation) =>
        await revoke.RunAsync(caller, keyId, cancellation) ? Results.Redirect("/settings/keys") : await pages.MissingAsync($"There is no key '{keyId}'.");
}
