using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses.Files;
using ScoringFairness.Service.Responses.Privacy;

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

    public static void AddResponses(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<PrivacySettings>();
        builder.Services.AddSingleton<TextCipher>().AddSingleton<ResponseStore>().AddSingleton<KeptFiles>().AddSingleton<AuditedResponses>()
            .AddSingleton<ItemResponses>()
            .AddSingleton<IItemResponses>(services => services.GetRequiredService<ItemResponses>()).AddSingleton<ItemDetails>();
    }

    public static void MapResponses(this IEndpointRouteBuilder routes)
    {
        var responses = routes.MapGroup("/v1/responses").WithTags("2 Responses");
        responses.MapPost("/", PostAsync).WithName("postResponses").For(Role.Ingest)
            .WithSummary("Takes graded responses as JSON, NDJSON or CSV: all of them, or none.")
            .WithDescription("Rows are streamed. Sent again, a file changes nothing. With item=…&createItems=true&scaleMin=0&scaleMax=3 "
                + "items need not be created before; foreign column names are mapped in the query, as in text=essay.")
            .TakesRows(
                new RequestExample("application/json", JsonExample, typeof(ResponseRow)), new RequestExample(RowFormat.NdJson, NdJsonExample),
                new RequestExample("text/csv", CsvExample));
        routes.MapGroup("/v1").WithTags("2 Responses").MapPost("/responses.csv", PostAsync).WithName("postResponsesCsv").For(Role.Ingest)
            .WithSummary("Takes graded responses as CSV: all of them, or none.")
            .WithDescription("As POST /v1/responses, for clients whose operations have one media type each.")
            .TakesRows(new RequestExample("text/csv", CsvExample));
        responses.MapGet("/", ListAsync).WithName("listResponses").For(Role.Read).WithSummary("Lists graded responses.")
            .WithDescription("A page ends early where its texts come to 8 MiB; `next` goes on from there.").ProducesProblem(400);
        responses.MapGet("/{itemId}/{responseId}", GetAsync).WithName("getResponse").For(Role.Read)
            .WithSummary("Shows a graded response.").ProducesProblem(404);
        routes.MapGroup("/v1/items").WithTags("1 Items").MapGet("/{itemId}", ItemAsync).WithName("getItem").For(Role.Read)
            .WithSummary("Shows an item with its responses by group and level.").ProducesProblem(404);
    }

    private static Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> PostAsync(
        [AsParameters] ResponseQuery query, HttpRequest request, Caller caller, UploadRunner uploads, Arrivals arrivals, ItemStore items,
        ItemResponses counted, TextCipher cipher, CancellationToken cancellation) =>
        uploads.AnswerAsync(request, caller, query, new ResponseUpload(caller.OrganisationId, query, items, counted, cipher), arrivals, cancellation);

    private static async Task<Results<Ok<Page<GradedResponse>>, ProblemHttpResult>> ListAsync(
        Caller caller, ResponseStore responses, ActivityLog log, string? itemId = null, string? cohort = null, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        var parts = key?.Split('\n') ?? [];
        if (problem is not null || parts.Length is not (0 or 2))
        {
            return Paging.Refused(problem);
        }
        var page = Paging.Cut(
            await responses.ListAsync(caller.OrganisationId, itemId, cohort, parts.FirstOrDefault(), parts.LastOrDefault(), size + 1),
            size, response => $"{response.ItemId}\n{response.ResponseId}");
        await log.RecordAsync(caller, "responses.read", itemId, new { responses = page.Items.Count });
        return TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<GradedResponse>, ProblemHttpResult>> GetAsync(
        string itemId, string responseId, Caller caller, ResponseStore responses, ActivityLog log)
    {
        if (await responses.FindAsync(caller.OrganisationId, itemId, responseId) is not { } response)
        {
            return Problems.NotFound($"response '{responseId}' of item '{itemId}'");
        }
        await log.RecordAsync(caller, "responses.read", itemId, new { responses = 1 });
        return TypedResults.Ok(response);
    }

    private static async Task<Results<Ok<ItemDetail>, ProblemHttpResult>> ItemAsync(
        string itemId, Caller caller, ItemDetails details, CancellationToken cancellation) =>
        await details.FindAsync(caller.OrganisationId, itemId, cancellation) is { } detail
            ? TypedResults.Ok(detail)
            : Problems.NotFound($"item '{itemId}'");
}
