using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Reports.Readings;

/// <summary>The responses of an audit one by one.</summary>
internal static class ReadingsEndpoints
{
    public static void MapReadings(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/audits/{auditId}/responses").WithTags("5 Reports").MapGet("/", ListAsync).WithName("listAuditResponses").For(Role.Texts)
            .WithSummary("Lists the responses of a completed audit with text, human and machine score, the largest difference first.")
            .WithDescription("For keys with the role texts; nothing here is suppressed. One entry for each response, scorer and training split, of the "
                + "first repeat; scorer, split, itemId, group, level and direction choose among them, as in ?scorer=linear&split=mixed&level=0. "
                + "A page ends early where its texts come to 8 MiB; `next` goes on from there. Each reading stands in the record of activity. A "
                + "response that was erased is gone from here; a text that a policy keeps no longer is null.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Ok<Page<ComparedResponse>>, ProblemHttpResult>> ListAsync(
        string auditId, [AsParameters] ComparedQuery query, Caller caller, ReadResponses read, CancellationToken cancellation,
        int? limit = null, string? after = null)
    {
        var (size, place, isWrong, problem) = ComparedCursor.Read(limit, after);
        if (isWrong)
        {
            return Paging.Refused(problem);
        }
        var outcome = await read.RunAsync(caller, auditId, query, isOfFirst: false, place, size, cancellation);
        return outcome is Outcome<ComparedPart>.Done { Value: var part }
            ? TypedResults.Ok(new Page<ComparedResponse>(part.Responses, ComparedCursor.Write(part.Next)))
            : outcome.Problem();
    }
}
