using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What all uploads have in common towards clients.</summary>
internal static class UploadsEndpoints
{
    public static void AddUploads(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<UploadSettings>();
        builder.Services.AddSingleton<UploadStore>().AddSingleton<Arrivals>().AddSingleton<UploadRunner>();
    }

    public static void MapUploads(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/uploads").WithTags("2 Responses").MapGet("/{uploadId}/errors", ErrorsAsync).WithName("listUploadErrors").For(Role.Ingest)
            .WithSummary("Lists every row of an upload that could not be taken.").ProducesProblem(400).ProducesProblem(404);

    /// <summary>Marks an endpoint as one that takes an upload.</summary>
    public static RouteHandlerBuilder TakesRows(this RouteHandlerBuilder endpoint, params RequestExample[] examples) =>
        endpoint.WithPacedBody().WithMetadata([.. examples, new DisableRequestSizeLimitAttribute(), new DisableRequestTimeoutAttribute()])
            .Produces<IngestAnswer>(200).ProducesProblem(400).ProducesProblem(408).ProducesProblem(413).ProducesProblem(415)
            .Produces<RefusedRows>(422, "application/problem+json").ProducesProblem(429).ProducesProblem(503);

    /// <summary>Takes the upload of a request and answers it.</summary>
    public static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> AnswerAsync(
        this UploadRunner runner, HttpRequest request, Caller caller, UploadQuery query, IUpload upload, Arrivals arrivals,
        CancellationToken cancellation)
    {
        var errors = new Refusals();
        query.Check(errors);
        if (errors.Any)
        {
            return Problems.Invalid("The query cannot be used", errors.ByField);
        }
        if (!RowFormat.IsTaken(request.ContentType))
        {
            return Problems.Of(415, "media-type", "Unknown media type",
                $"Content-Type is '{request.ContentType}'; send {string.Join(", ", RowFormat.MediaTypes)} in UTF-8.");
        }
        using var place = await arrivals.TakeAsync(caller.OrganisationId, cancellation);
        if (place is null)
        {
            return Problems.Busy("Nothing was stored", arrivals.Busy, Arrivals.BusySeconds);
        }
        try
        {
            return await StoreAsync(runner, request, caller, query, upload, cancellation);
        }
        catch (KeptRowsException disk)
        {
            return Problems.Of(503, "no-room", "Nothing was stored", $"{disk.Message} Whoever runs the service can make room there, or name another folder.");
        }
    }

    private static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> StoreAsync(
        UploadRunner runner, HttpRequest request, Caller caller, UploadQuery query, IUpload upload, CancellationToken cancellation)
    {
        await using var digested = query.IdempotencyKey is null ? null : new DigestedStream(request.Body, request.Path + request.QueryString);
        var separator = query.Separator is null ? null : CsvSeparator.Named(query.Separator);
        var rows = RowFormat.Read(request.ContentType, digested ?? request.Body, cancellation, separator)!;
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
            return Paging.Refused(problem);
        }
        if (await uploads.ErrorsAsync(caller.OrganisationId, uploadId, from, size + 1) is not { } errors)
        {
            return Problems.NotFound($"upload '{uploadId}' (they are kept for {UploadStore.KeepDays} days)");
        }
        var page = Paging.Cut(errors, size, error => error.Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<RowError>([.. page.Items.Select(error => error.Error)], page.Next));
    }
}
