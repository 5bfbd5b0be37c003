using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>What the form of an upload brought: a file, or a table that was pasted.</summary>
/// <param name="As">What its rows are.</param>
/// <param name="Name">What it is called where it came from.</param>
/// <param name="Content">Its bytes; empty where nothing was chosen.</param>
internal sealed record ChosenFile(RowsOf As, string Name, byte[] Content)
{
    private const int MostFieldBytes = 4096;
    private const int MostBoundary = 200;
    private const string Pasted = "pasted table";

    /// <summary>
    /// Reads the form as it comes, into memory alone: the framework's own reading would put students' texts into a temporary file.
    /// </summary>
    /// <returns>What was chosen; null where the request is no such form.</returns>
    public static async Task<ChosenFile?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MostBoundary } boundary)
        {
            return null;
        }
        var chosen = new ChosenFile(RowsOf.Responses, Pasted, []);
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
            {
                continue;
            }
            var content = new MemoryStream();
            await section.Body.CopyToAsync(content, cancellation);
            chosen = HeaderUtilities.RemoveQuotes(part.Name).Value switch
            {
                "as" when content.Length < MostFieldBytes => chosen with { As = UploadForm.Kind(Encoding.UTF8.GetString(content.ToArray())) },
                "file" when content.Length > 0 => chosen with { Name = FileName(part), Content = content.ToArray() },
                "table" when content.Length > 0 && chosen.Content.Length == 0 => chosen with { Content = content.ToArray() },
                _ => chosen,
            };
        }
        return chosen;
    }

    private static string FileName(ContentDispositionHeaderValue part)
    {
        var name = HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).Value ?? "";
        name = string.Concat(name.Split('/', '\\')[^1].Where(sign => !char.IsControl(sign)));
        return name.Length is > 0 and <= 200 ? name : "file";
    }
}
