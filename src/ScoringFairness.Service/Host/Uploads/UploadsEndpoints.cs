using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What all uploads have in common towards clients.</summary>
internal static class UploadsEndpoints
{
    public static IServiceCollection AddUploads(this IServiceCollection services) =>
        services.AddSingleton<UploadStore>().AddSingleton<UploadRunner>();

    public static void MapUploads(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/uploads").WithTags("2 Responses").MapGet("/{uploadId}/errors", ErrorsAsync).WithName("listUploadErrors").For(Role.Ingest)
            .WithSummary("Lists every row of an upload that could not be taken.").ProducesProblem(400).ProducesProblem(404);

    /// <summary>Marks an endpoint as one that takes an upload.</summary>
    public static RouteHandlerBuilder TakesRows(this RouteHandlerBuilder endpoint, params RequestExample[] examples) =>
        endpoint.WithMetadata([.. examples, new DisableRequestSizeLimitAttribute(), new DisableRequestTimeoutAttribute()])
            .Produces<IngestAnswer>(200).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    /// <summary>Takes the upload of a request and answers it.</summary>
    public static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> AnswerAsync(
        this UploadRunner runner, HttpRequest request, Caller caller, UploadQuery query, IUpload upload, CancellationToken cancellation)
    {
        var errors = new Refusals();
        query.Check(errors);
        if (errors.Any)
        {
            return Problems.Invalid("The query cannot be used", errors.ByField);
        }
        await using var digested = query.IdempotencyKey is null ? null : new DigestedStream(request.Body, request.Path + request.QueryString);
        var separator = query.Separator is null ? null : CsvSeparator.Named(query.Separator);
        if (RowFormat.Read(request.ContentType, digested ?? request.Body, cancellation, separator) is not { } rows)
        {
            return Problems.Of(415, "media-type", "Unknown media type",
                $"Content-Type is '{request.ContentType}'; send {string.Join(", ", RowFormat.MediaTypes)} in UTF-8.");
        }
        var outcome = await runner.RunAsync(caller, query, upload, rows, digested, cancellation);
        if (outcome.OtherUnderKey)
        {
            return Problems.KeyReused(query.IdempotencyKey!);
        }
        return outcome.IsStored ? TypedResults.Ok(outcome.Answer) : Refused(outcome.Answer);
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
                ["errorsUrl"] = answer.ErrorsUrl,
            });

    private static async Task<Results<Ok<Page<RowError>>, ProblemHttpResult>> ErrorsAsync(
        string uploadId, Caller caller, UploadStore uploads, int? limit = null, string? after = null)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        var from = 0;
        if (problem is not null || (key is not null && !int.TryParse(key, CultureInfo.InvariantCulture, out from)))
        {
            return Problems.BadRequest(problem ?? "after is not a cursor of this list; send the `next` of the page before.");
        }
        if (await uploads.ErrorsAsync(caller.OrganisationId, uploadId, from, size + 1) is not { } errors)
        {
            return Problems.NotFound($"upload '{uploadId}' (they are kept for {UploadStore.KeepDays} days)");
        }
        var page = Paging.Cut(errors, size, error => error.Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<RowError>([.. page.Items.Select(error => error.Error)], page.Next));
    }
}
