using System.Security.Cryptography;
using System.Text.Json;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Responses.Files;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>A file's form that is sent twice (pressed twice, or loaded again) is answered with what became of the file the first time.</summary>
internal static class StoredOnce
{
    /// <summary>Rows that were left out are tuples, which have fields.</summary>
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    /// <summary>Forgets the file and keeps what became of it.</summary>
    public static Task EndAsync(
        this KeptFiles files, Caller caller, string fileId, IFormCollection form, StoredFile stored, CancellationToken cancellation) =>
        files.EndAsync(caller.OrganisationId, fileId, Digest(form), JsonSerializer.SerializeToUtf8Bytes(stored, Json), cancellation);

    /// <summary>The page of what became of a file.</summary>
    /// <param name="files">Where it is known.</param>
    /// <param name="caller">Whose file it was.</param>
    /// <param name="fileId">The file.</param>
    /// <param name="form">What is said of its columns now; null: nothing, it is only looked at.</param>
    /// <param name="pages">Renders it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Null where nothing is known of it.</returns>
    public static async Task<IResult?> AnswerAsync(
        this KeptFiles files, Caller caller, string fileId, IFormCollection? form, PageRenderer pages, CancellationToken cancellation)
    {
        if (await files.OutcomeAsync(caller.OrganisationId, fileId, cancellation) is not { } known)
        {
            return null;
        }
        return form is null || known.Form.AsSpan().SequenceEqual(Digest(form))
            ? await pages.AnswerAsync<StoredPage>(nameof(StoredPage.File), JsonSerializer.Deserialize<StoredFile>(known.Outcome, Json)!)
            : await pages.AnswerAsync<MessagePage>(
                nameof(MessagePage.Message),
                new MessagePage.Text(
                    "The file is stored already", "What was said of its columns then was other than this. Choose the file again to store it so."),
                StatusCodes.Status409Conflict);
    }

    private static byte[] Digest(IFormCollection form) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        form.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => new { field.Key, Values = field.Value.ToArray() })));
}
