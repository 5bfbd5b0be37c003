using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Responses;

/// <summary>Human-graded responses.</summary>
internal static class ResponsesEndpoints
{
    private const string JsonExample =
        """
        [
          { "responseId": "r-1", "itemId": "feather-and-coin", "studentId": "s-1",
            "text": "They land together because there is no air to slow the feather.",
            "humanScore": 2, "humanScores": [2, 3], "groups": { "gender": "female" }, "cohort": "spring-2026" },
          { "responseId": "r-2", "itemId": "feather-and-coin", "studentId": "s-2",
            "text": "The coin, it is heavier.", "humanScore": 0, "groups": { "gender": "male" }, "cohort": "spring-2026" }
        ]
        """;

    private const string CsvExample =
        """
        responseId,itemId,studentId,text,humanScore,humanScore2,group.gender,cohort
        r-1,feather-and-coin,s-1,They land together because there is no air to slow the feather.,2,3,female,spring-2026
        r-2,feather-and-coin,s-2,"The coin, it is heavier.",0,,male,spring-2026
        """;

    private const string NdJsonExample =
        """
        {"responseId":"r-1","itemId":"feather-and-coin","text":"They land together.","humanScore":1,"groups":{"gender":"female"}}
        {"responseId":"r-2","itemId":"feather-and-coin","text":"The coin, it is heavier.","humanScore":0,"groups":{"gender":"male"}}
        """;

    public static IServiceCollection AddResponses(this IServiceCollection services) =>
        services.AddSingleton<ResponseStore>().AddSingleton<ResponseImport>();

    public static void MapResponses(this IEndpointRouteBuilder routes)
    {
        var responses = routes.MapGroup("/v1/responses").WithTags("2 Responses");
        responses.MapPost("/", PostAsync).WithName("postResponses")
            .WithSummary("Takes graded responses as JSON, NDJSON or CSV: all of them, or none.")
            .WithDescription("Rows are streamed. Sent again, a file changes nothing. With item=…&createItems=true&scaleMin=0&scaleMax=3 "
                + "items need not be created before; foreign column names are mapped in the query, as in text=essay.")
            .WithMetadata(
                new RequestExample("application/json", JsonExample), new RequestExample(RowFormat.NdJson, NdJsonExample),
                new RequestExample("text/csv", CsvExample), new DisableRequestSizeLimitAttribute())
            .Produces<IngestAnswer>(200).ProducesProblem(400).ProducesProblem(415).ProducesProblem(422);
        responses.MapGet("/", ListAsync).WithName("listResponses").WithSummary("Lists graded responses.").ProducesProblem(400);
        responses.MapGet("/{itemId}/{responseId}", GetAsync).WithName("getResponse")
            .WithSummary("Shows a graded response.").ProducesProblem(404);
        responses.MapDelete("/{itemId}/{responseId}", DeleteAsync).WithName("deleteResponse")
            .WithSummary("Deletes a graded response; reports keep their figures.").ProducesProblem(404);
    }

    private static async Task<Results<JsonHttpResult<IngestAnswer>, ProblemHttpResult>> PostAsync(
        [AsParameters] IngestQuery query, HttpRequest request, Caller caller, ResponseImport import, CancellationToken cancellation)
    {
        var wrong = query.Check().GroupBy(one => one.Parameter).ToDictionary(one => one.Key, one => one.Select(e => e.Message).ToArray());
        if (wrong.Count > 0)
        {
            return Problems.Invalid("The query cannot be used", wrong);
        }
        if (RowFormat.Read(request.ContentType, request.Body, cancellation) is not { } rows)
        {
            return Problems.Of(415, "media-type", "Unknown media type",
                $"Content-Type is '{request.ContentType}'; send {string.Join(", ", RowFormat.MediaTypes)} in UTF-8.");
        }
        var answer = await import.RunAsync(caller.OrganisationId, query, rows, cancellation);
        var stored = answer.Inserted + answer.Updated + answer.Unchanged > 0 || answer.Rejected == 0 || query.Skips();
        return stored ? TypedResults.Json(answer) : Refused(answer);
    }

    /// <summary>The answer of a refused upload: the same members, as a problem.</summary>
    private static ProblemHttpResult Refused(IngestAnswer answer) =>
        Problems.Of(422, "rows-refused", "Nothing was stored",
            answer.Errors[0].Row == 0
                ? answer.Errors[0].Message
                : $"{answer.Rejected} of {answer.Received} rows cannot be taken, so none was. First: row {answer.Errors[0].Row}: {answer.Errors[0].Message}",
            new Dictionary<string, object?>
            {
                ["received"] = answer.Received,
                ["inserted"] = 0,
                ["updated"] = 0,
                ["unchanged"] = 0,
                ["rejected"] = answer.Rejected,
                ["ignoredColumns"] = answer.IgnoredColumns,
                ["errors"] = answer.Errors,
            });

    private static async Task<Results<Ok<Page<GradedResponse>>, ProblemHttpResult>> ListAsync(
        Caller caller, ResponseStore responses, string? itemId = null, string? cohort = null, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        var parts = key?.Split('\n') ?? [];
        if (problem is not null || parts.Length is not (0 or 2))
        {
            return Problems.BadRequest(problem ?? "after is not a cursor of this list; send the `next` of the page before.");
        }
        var rows = await responses.ListAsync(
            caller.OrganisationId, itemId, cohort, parts.FirstOrDefault(), parts.LastOrDefault(), size + 1);
        return TypedResults.Ok(Paging.Cut(rows, size, response => $"{response.ItemId}\n{response.ResponseId}"));
    }

    private static async Task<Results<Ok<GradedResponse>, ProblemHttpResult>> GetAsync(
        string itemId, string responseId, Caller caller, ResponseStore responses) =>
        await responses.FindAsync(caller.OrganisationId, itemId, responseId) is { } response
            ? TypedResults.Ok(response)
            : Problems.NotFound($"response '{responseId}' of item '{itemId}'");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string itemId, string responseId, Caller caller, ResponseStore responses) =>
        await responses.DeleteAsync(caller.OrganisationId, itemId, responseId)
            ? TypedResults.NoContent()
            : Problems.NotFound($"response '{responseId}' of item '{itemId}'");
}
