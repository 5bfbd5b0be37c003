using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Scores;

/// <summary>Scores: what machines gave.</summary>
internal static class ScoresEndpoints
{
    private const string JsonExample =
        """
        [
          { "scorer": "gpt-3.5-ft", "itemId": "feather-and-coin", "responseId": "r-1", "score": 2.4, "probabilities": [0.05, 0.1, 0.5, 0.35] },
          { "scorer": "gpt-3.5-ft", "itemId": "feather-and-coin", "responseId": "r-2", "score": 0 }
        ]
        """;

    private const string CsvExample =
        """
        scorer,itemId,responseId,score
        gpt-3.5-ft,feather-and-coin,r-1,2.4
        gpt-3.5-ft,feather-and-coin,r-2,0
        """;

    private const string NdJsonExample =
        """
        {"scorer":"gpt-3.5-ft","itemId":"feather-and-coin","responseId":"r-1","score":2.4}
        {"scorer":"gpt-3.5-ft","itemId":"feather-and-coin","responseId":"r-2","score":0}
        """;

    public static IServiceCollection AddScores(this IServiceCollection services) =>
        services.AddSingleton<PlannedResponses>().AddSingleton<OutOfFoldScores>().AddSingleton<UnscoredResponses>().AddSingleton<SwappedScores>()
            .AddSingleton<GuessedGroups>().AddSingleton<DecomposedScores>()
            .AddSingleton<TaughtScores>()
            .AddSingleton<AttributedResponses>()
            .AddSingleton<LargestDifferences>().AddSingleton<ScoreSums>().AddSingleton<MachineScores>();

    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        var scores = routes.MapGroup("/v1").WithTags("3 Machine scores");
        scores.MapPost("/scores", PostAsync).WithName("postScores").For(Role.Ingest)
            .WithSummary("Takes machine scores from outside as JSON, NDJSON or CSV: all of them, or none.")
            .WithDescription("One row for each response that was sent before with its human score. scorer=… in the query names one scorer for "
                + "all rows; foreign column names are mapped, as in score=prediction. A score is any finite number; probabilities are optional, "
                + "one for each level of the item.")
            .TakesRows(
                new RequestExample("application/json", JsonExample, typeof(MachineScoreRow)), new RequestExample(RowFormat.NdJson, NdJsonExample),
                new RequestExample("text/csv", CsvExample));
        scores.MapPost("/scores.csv", PostAsync).WithName("postScoresCsv").For(Role.Ingest)
            .WithSummary("Takes machine scores from outside as CSV: all of them, or none.")
            .WithDescription("As POST /v1/scores, for clients whose operations have one media type each.")
            .TakesRows(new RequestExample("text/csv", CsvExample));
        scores.MapGet("/scorers", ListAsync).WithName("listScorers").For(Role.Read)
            .WithSummary("Lists every scorer whose scores came from outside, with counts.").ProducesProblem(400);
    }

    private static Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> PostAsync(
        [AsParameters] ScoreQuery query, HttpRequest request, Caller caller, UploadRunner uploads, Arrivals arrivals, ItemStore items,
        CancellationToken cancellation) =>
        uploads.AnswerAsync(request, caller, query, new ScoreUpload(caller.OrganisationId, query, items), arrivals, cancellation);

    private static async Task<Results<Ok<Page<SeenScorer>>, ProblemHttpResult>> ListAsync(
        Caller caller, MachineScores scores, CancellationToken cancellation, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        return problem is not null
            ? Paging.Refused(problem)
            : TypedResults.Ok(Paging.Cut(
                await scores.ScorersAsync(caller.OrganisationId, key, size + 1, cancellation), size, scorer => scorer.Scorer));
    }
}
