using System.Net.Mime;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Reads the rows of an upload, one at a time, in any of the formats taken.</summary>
internal static class RowFormat
{
    public const string NdJson = "application/x-ndjson";
    private const string Tabs = "text/tab-separated-values";

    /// <summary>The media types taken.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = [MediaTypeNames.Application.Json, NdJson, MediaTypeNames.Text.Csv];

    /// <summary>The rows of a body, or null where its media type is not one of <see cref="MediaTypes"/>.</summary>
    /// <exception cref="BrokenInputException">While reading: the input cannot be read further.</exception>
    public static IAsyncEnumerable<InputRow>? Read(string? contentType, Stream body, CancellationToken cancellation, char? separator = null)
    {
        return MediaType(contentType) switch
        {
            MediaTypeNames.Text.Csv => CsvRows.ReadAsync(body, separator, cancellation),
            Tabs => CsvRows.ReadAsync(body, separator ?? '\t', cancellation),
            MediaTypeNames.Application.Json => JsonRows.ReadAsync(body, topLevel: false, cancellation),
            NdJson or "application/jsonl" or "application/x-jsonlines" => JsonRows.ReadAsync(body, topLevel: true, cancellation),
            _ => null,
        };
    }

    /// <summary>Whether rows of a media type can be read.</summary>
    public static bool IsTaken(string? contentType) => Read(contentType, Stream.Null, CancellationToken.None) is not null;

    private static string? MediaType(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && IsUtf8(type) ? type.MediaType.Value?.ToLowerInvariant() : null;

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.Encoding is null || type.Encoding.CodePage == Encoding.UTF8.CodePage || type.Encoding.CodePage == Encoding.ASCII.CodePage;
}
