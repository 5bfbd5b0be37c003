using System.Net.Mime;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Reads the rows of an upload, one at a time, in any of the formats taken.</summary>
internal static class RowFormat
{
    public const string NdJson = "application/x-ndjson";
    private const int Utf8 = 65001;
    private const int Ascii = 20127;
    private const string Tabs = "text/tab-separated-values";

    /// <summary>The media types taken.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = [MediaTypeNames.Application.Json, NdJson, MediaTypeNames.Text.Csv];

    /// <summary>The rows of a body, or null where its media type is not one of <see cref="MediaTypes"/>.</summary>
    /// <exception cref="BrokenInputException">While reading: the input cannot be read further.</exception>
    public static IAsyncEnumerable<InputRow>? Read(string? contentType, Stream body, CancellationToken cancellation, RowQuery? query = null)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || Encoding(type, query) is not { } encoding)
        {
            return null;
        }
        body = encoding.CodePage is Utf8 or Ascii ? body
            : System.Text.Encoding.CreateTranscodingStream(body, encoding, System.Text.Encoding.UTF8, leaveOpen: true);
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            MediaTypeNames.Text.Csv => CsvRows.ReadAsync(body, query?.Between, cancellation),
            Tabs => CsvRows.ReadAsync(body, query?.Between ?? '\t', cancellation),
            MediaTypeNames.Application.Json => JsonRows.ReadAsync(body, topLevel: false, cancellation),
            NdJson or "application/jsonl" or "application/x-jsonlines" => JsonRows.ReadAsync(body, topLevel: true, cancellation),
            _ => null,
        };
    }

    /// <summary>Whether rows of a media type can be read.</summary>
    public static bool IsTaken(string? contentType) => Read(contentType, Stream.Null, CancellationToken.None) is not null;

    /// <summary>What a body is encoded in: as the query says, which is checked elsewhere, else the media type, else UTF-8; null: nobody knows it.</summary>
    private static Encoding? Encoding(MediaTypeHeaderValue type, RowQuery? query) =>
        query?.Encoding is { } asked ? RowEncoding.Find(asked) ?? System.Text.Encoding.UTF8
        : type.Charset is { HasValue: true, Value: { } charset } ? RowEncoding.Find(charset.Trim('"'))
        : System.Text.Encoding.UTF8;
}
