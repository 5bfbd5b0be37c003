using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Erasure;

/// <summary>Erasure: what a client deletes for good, in every slice that knows of it.</summary>
internal static class ErasureEndpoints
{
    public static void AddErasure(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EraseResponses>().AddSingleton<FindStudent>();
        if (builder.Works())
        {
            builder.Services.AddHostedService<Retention>().AddHostedService<ErasedTexts>().AddHostedService<FileSweep>();
        }
    }

    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/v1/items").WithTags("1 Items").MapDelete("/{itemId}", DeleteItemAsync).WithName("deleteItem").For(Role.Ingest)
            .WithSummary("Deletes an item with its responses; reports keep their figures.").ProducesProblem(404);
        routes.MapGroup("/v1/responses").WithTags("2 Responses").MapDelete("/{itemId}/{responseId}", DeleteResponseAsync).WithName("deleteResponse")
            .For(Role.Ingest).WithSummary("Deletes a graded response with its machine scores; reports keep their figures.").ProducesProblem(404);
        routes.MapGroup("/v1/students").WithTags("2 Responses").MapDelete("/{studentId}", EraseStudentAsync).WithName("eraseStudent").For(Role.Ingest)
            .WithSummary("Erases the texts and scores of a student; reports keep their figures.").ProducesProblem(404);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteItemAsync(
        string itemId, Caller caller, EraseResponses erasure, CancellationToken cancellation) =>
        await erasure.ItemAsync(caller, itemId, cancellation)
            ? TypedResults.NoContent()
            : Problems.NotFound($"item '{itemId}'");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteResponseAsync(
        string itemId, string responseId, Caller caller, EraseResponses erasure, CancellationToken cancellation) =>
        await erasure.ResponseAsync(caller, itemId, responseId, cancellation)
            ? TypedResults.NoContent()
            : Problems.NotFound($"response '{responseId}' of item '{itemId}'");

    private static async Task<Results<Ok<ErasedStudent>, ProblemHttpResult>> EraseStudentAsync(
        string studentId, Caller caller, EraseResponses erasure, CancellationToken cancellation) =>
        await erasure.StudentAsync(caller, studentId, cancellation) is { } erased
            ? TypedResults.Ok(erased)
            : Problems.NotFound($"response of student '{studentId}'");
}
