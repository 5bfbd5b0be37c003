using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Responses.Files;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>Uploads in the browser: a file is chosen, its columns are named, its rows are looked at and then stored, or evaluated at once.</summary>
internal static class UploadPages
{
    private const string Busy = "Other files are being read at the moment; send it again in a few seconds.";

    public static IServiceCollection AddUploadPages(this IServiceCollection services) => services.AddSingleton<UploadFiles>();

    public static void MapUploadPages(this IEndpointRouteBuilder pages, UploadSettings settings)
    {
        pages.MapGet("/upload", ChooseAsync).For(Role.Ingest);
        pages.MapPost("/upload", KeepAsync).For(Role.Ingest).WithPacedBody()
            .WithMetadata(new RequestSizeLimitAttribute(settings.FileBytes), new DisableRequestTimeoutAttribute());
        pages.MapGet("/upload/{fileId}", MapAsync).For(Role.Ingest);
        pages.MapPost("/upload/{fileId}", StoreAsync).For(Role.Ingest);
        pages.MapPost("/upload/{fileId}/discard", DiscardAsync).For(Role.Ingest);
    }

    private static async Task<IResult> ChooseAsync(PageRenderer pages) => await pages.AnswerAsync<UploadPage>(nameof(UploadPage.Problem), null);

    private static async Task<IResult> KeepAsync(
        HttpRequest request, Caller caller, KeptFiles files, UploadFiles uploads, UploadSettings settings, PageRenderer pages, CancellationToken cancellation)
    {
        if (request.ContentLength > settings.FileBytes)
        {
            return await RefusedAsync($"The file has more than {settings.FileMiB} MiB (Uploads__FileMiB); send it by the API.", 413);
        }
        using var place = await uploads.ArriveAsync(caller, cancellation);
        if (place is null)
        {
            return await RefusedAsync(Busy, StatusCodes.Status429TooManyRequests);
        }
        ChosenFile? chosen;
        try
        {
            chosen = await ChosenFile.ReadAsync(request, cancellation);
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException))
        {
            chosen = null;
        }
        if (chosen is null)
        {
            return Problems.BadRequest("The form of /upload is expected here; programs send rows to POST /v1/responses, /v1/scores or /v1/evaluations.");
        }
        if (chosen.Content.Length == 0)
        {
            return await RefusedAsync("Choose a file that holds something, or paste a table.", StatusCodes.Status400BadRequest);
        }
        return await files.AddAsync(caller.OrganisationId, chosen.Name, chosen.Content, cancellation) is { } fileId
            ? Results.Redirect($"/upload/{fileId}?as={chosen.As.ToString().ToLowerInvariant()}")
            : await RefusedAsync(
                $"Too much is kept for your organisation already: store or discard the other files, or wait {KeptFiles.Minutes} minutes.", 429);

        async Task<IResult> RefusedAsync(string problem, int status) =>
            await pages.AnswerAsync<UploadPage>(nameof(UploadPage.Problem), problem, status);
    }

    private static async Task<IResult> MapAsync(
        string fileId, HttpRequest request, Caller caller, KeptFiles files, UploadFiles uploads, PageRenderer pages, CancellationToken cancellation)
    {
        using var place = await uploads.BeginAsync(caller, cancellation);
        if (place is null)
        {
            return await BusyAsync(pages);
        }
        if (await files.FindAsync(caller.OrganisationId, fileId, cancellation) is not { } file)
        {
            return await files.AnswerAsync(caller, fileId, form: null, pages, cancellation) ?? await GoneAsync(pages);
        }
        var (view, rows) = await uploads.ReadAsync(
            caller, file, UploadForm.Kind(request.Query["as"].LastOrDefault()),
            request.Query.ToDictionary(field => field.Key, field => Sent(field.Value)), cancellation);
        view = rows is null ? view : await uploads.CheckAsync(caller, view, rows, cancellation);
        return await pages.AnswerAsync<MappingPage>(nameof(MappingPage.View), view);
    }

    private static async Task<IResult> StoreAsync(
        string fileId, HttpRequest request, Caller caller, KeptFiles files, UploadFiles uploads, EvaluateScores evaluate, PageRenderer pages,
        CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
        {
            return Problems.BadRequest("The form of the file's page is expected here.");
        }
        using var place = await uploads.BeginAsync(caller, cancellation);
        if (place is null)
        {
            return await BusyAsync(pages);
        }
        var form = await request.ReadFormAsync(cancellation);
        if (await files.FindAsync(caller.OrganisationId, fileId, cancellation) is not { } file)
        {
            return await files.AnswerAsync(caller, fileId, form, pages, cancellation) ?? await GoneAsync(pages);
        }
        var (view, rows) = await uploads.ReadAsync(
            caller, file, UploadForm.Kind(form["as"].LastOrDefault()), form.ToDictionary(field => field.Key, field => Sent(field.Value)), cancellation);
        if (rows is null || !view.Form.IsSent)
        {
            view = rows is null ? view : await uploads.CheckAsync(caller, view, rows, cancellation);
            return await pages.AnswerAsync<MappingPage>(nameof(MappingPage.View), view, StatusCodes.Status422UnprocessableEntity);
        }
        if (view.Form.As == RowsOf.Figures)
        {
            return await EvaluateAsync(caller, view, rows, uploads, evaluate, pages, cancellation);
        }
        var outcome = await uploads.StoreAsync(caller, view.Form, rows, cancellation);
        if (!outcome.IsStored)
        {
            view = await uploads.CheckAsync(caller, view, rows, cancellation) with { Checked = RowsChecked.Of(outcome.Answer, view.Form.Skips) };
            return await pages.AnswerAsync<MappingPage>(nameof(MappingPage.View), view, StatusCodes.Status422UnprocessableEntity);
        }
        var stored = new StoredFile(view.Name, RowsChecked.Of(outcome.Answer, view.Form.Skips), NewAuditLink.Of(view.Form));
        await files.EndAsync(caller, fileId, form, stored, cancellation);
        return await pages.AnswerAsync<StoredPage>(nameof(StoredPage.File), stored);
    }

    private static async Task<IResult> EvaluateAsync(
        Caller caller, UploadView view, RowsFile rows, UploadFiles uploads, EvaluateScores evaluate, PageRenderer pages,
        CancellationToken cancellation)
    {
        var query = view.Form.ToFigures();
        var outcome = await evaluate.RunAsync(caller, query, QueryCollection.Empty, rows.Rows(query, cancellation), cancellation);
        if (outcome is Outcome<EvaluatedScores>.Done done)
        {
            // The file is kept for its hour, to go back to.
            var report = EvaluationsEndpoint.Report(done.Value, view.Name);
            return await pages.AnswerAsync<ReportPage>(nameof(ReportPage.View), new ReportView(report, [])
            {
                Organisation = caller.OrganisationId,
                Unstored = new UnstoredFigures(report, $"/upload/{view.FileId}" + QueryString.Create(view.Form.Values.SelectMany(
                    field => field.Value, (field, value) => KeyValuePair.Create(field.Key, (string?)value)))),
            });
        }
        view = await uploads.CheckAsync(caller, view, rows, cancellation);
        view = outcome switch
        {
            Outcome<EvaluatedScores>.RowsRefused refused => view with
            {
                Checked = new RowsChecked(
                    refused.Received, 0, 0, refused.Rejected, [.. refused.Errors.Select(error => (error.Row, error.Field, error.Message))], []),
            },
            Outcome<EvaluatedScores>.Refused refused => view with { Errors = refused.Errors },
            var other => view with { Errors = new Dictionary<string, string[]> { ["file"] = [other.Problem().ProblemDetails.Detail ?? ""] } },
        };
        return await pages.AnswerAsync<MappingPage>(nameof(MappingPage.View), view, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> DiscardAsync(string fileId, Caller caller, KeptFiles files, CancellationToken cancellation)
    {
        await files.DeleteAsync(caller.OrganisationId, fileId, cancellation);
        return Results.Redirect("/upload");
    }

    private static IReadOnlyList<string> Sent(IEnumerable<string?> values) => [.. values.OfType<string>()];

    private static async Task<IResult> BusyAsync(PageRenderer pages) => await pages.AnswerAsync<MessagePage>(
        nameof(MessagePage.Message), new MessagePage.Text("Not now", Busy), StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> GoneAsync(PageRenderer pages) => await pages.AnswerAsync<MessagePage>(
        nameof(MessagePage.Message),
        new MessagePage.Text("The file is gone", $"Uploaded files are kept for {KeptFiles.Minutes} minutes, or until they are stored. Choose it again."),
        StatusCodes.Status404NotFound);
}
