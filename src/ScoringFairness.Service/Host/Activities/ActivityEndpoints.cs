using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Activities;

/// <summary>The record of who did what.</summary>
internal static class ActivityEndpoints
{
    public static void MapActivity(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/activity").WithTags("8 Access").MapGet("/", ListAsync).WithName("listActivity").For(Role.Admin)
            .WithSummary("Lists who did what, the newest first. The record only grows.")
            .ProducesProblem(400);

    private static async Task<Results<Ok<Page<ActivityEntry>>, ProblemHttpResult>> ListAsync(
        Caller caller, ActivityLog log, string? action = null, string? actor = null, DateTimeOffset? from = null, DateTimeOffset? to = null,
        int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        long number = 0;
        if (problem is not null || (key is not null && !long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        {
            return Paging.Refused(problem);
        }
        if (from >= to)
        {
            return Problems.Invalid("The query cannot be used", "from", $"is {from:O}, which is not before to ({to:O}); send from the earlier of the two.");
        }
        var entries = await log.ListAsync(caller.OrganisationId, new ActivityFilter(action, actor, from, to), key is null ? null : number, size + 1);
        return TypedResults.Ok(Paging.Cut(entries, size, entry => entry.Number.ToString(CultureInfo.InvariantCulture)));
    }
}
