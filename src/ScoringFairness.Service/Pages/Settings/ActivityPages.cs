using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The page of who did what.</summary>
internal static class ActivityPages
{
    private const int Shown = 100;

    public static void MapActivityPages(this IEndpointRouteBuilder pages) => pages.MapGet("/settings/activity", ListAsync).For(Role.Admin);

    private static async Task<IResult> ListAsync(
        HttpRequest request, Caller caller, ActivityLog log, AuditStore audits, KeyStore keys, PageRenderer pages,
        CancellationToken cancellation, string? action = null, string? actor = null, string? from = null,
        string? to = null, string? after = null)
    {
        var errors = new Refusals();
        var filter = new ActivityFilter(Filled(action), Filled(actor), Day(from, "from", errors), Day(to, "to", errors)?.AddDays(1));
        errors.Unless(!(filter.From >= filter.To), "from", $"{from} is after {to}; send the earlier day first.");
        var (_, key, problem) = Paging.Read(Shown, after);
        if (problem is not null || (key is not null && !long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return Paging.Refused(problem);
        }
        var form = SettingsForm.Of(("action", action), ("actor", actor), ("from", from), ("to", to)) with { Errors = errors.ByField };
        var page = errors.Any
            ? new Page<ActivityEntry>([], null)
            : Paging.Cut(
                await log.ListAsync(caller.OrganisationId, filter, key is null ? null : long.Parse(key, CultureInfo.InvariantCulture), Shown + 1), Shown,
                entry => entry.Number.ToString(CultureInfo.InvariantCulture));
        var next = page.Next is null ? null : request.Path + QueryString.Create(request.Query.Where(field => field.Key != "after")
            .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value)).Append(new("after", page.Next)));
        var audited = await audits.NamesAsync(caller.OrganisationId, [.. page.Items.Select(entry => entry.Subject).OfType<string>().Distinct()]);
        var named = (await keys.ListAsync(caller.OrganisationId, cancellation)).ToDictionary(one => one.KeyId, one => one.Name);
        return await pages.AnswerAsync<ActivityPage>(
            nameof(ActivityPage.Model), new ActivityPage.List(page.Items, form, next) { Audits = audited, Keys = named },
            errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

        static string? Filled(string? field) => string.IsNullOrWhiteSpace(field) ? null : field.Trim();
    }

    private static DateTimeOffset? Day(string? text, string field, Refusals errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        }
        errors.Add(field, $"'{text}' is no day; send it as 2026-03-31.");
        return null;
    }
}
