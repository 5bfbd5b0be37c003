using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>A JSON array of objects, or one object a line (NDJSON).</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 8, DefaultBufferSize = 64 * 1024 };
    private static readonly JsonDocumentOptions LineOptions = new() { MaxDepth = Options.MaxDepth };

    /// <summary>Reads the rows.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="topLevel">Whether objects follow each other (NDJSON) instead of standing in an array.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<InputRow> ReadAsync(
        Stream body, bool topLevel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var bytes = new UploadStream(body);
        bytes.NextRow();
        var rows = topLevel ? LinesAsync(bytes, cancellation) : ElementsAsync(bytes, cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            bytes.NextRow();
            yield return row;
        }
    }

    /// <summary>The elements of an array; where one is not JSON, none behind it can be told.</summary>
    private static async IAsyncEnumerable<InputRow> ElementsAsync(Stream bytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        var flat = new FlatJson();
        await using var elements = JsonSerializer
            .DeserializeAsyncEnumerable<JsonElement>(bytes, topLevelValues: false, Options, cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(elements, number + 1))
        {
            yield return flat.Row(elements.Current, ++number);
        }
    }

    /// <summary>The lines that are not blank; one that is not JSON ends where it does.</summary>
    private static async IAsyncEnumerable<InputRow> LinesAsync(Stream bytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        var flat = new FlatJson();
        var reader = PipeReader.Create(bytes, new StreamPipeReaderOptions(bufferSize: Options.DefaultBufferSize, leaveOpen: true));
        for (var isAtEnd = false; !isAtEnd;)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (Line(ref buffer, read.IsCompleted, isFirst: number == 0) is { } line)
            {
                if (Parse(flat, line, number + 1) is { } row)
                {
                    number++;
                    yield return row;
                }
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            isAtEnd = read.IsCompleted;
        }
        await reader.CompleteAsync();
    }

    /// <summary>Takes the next line off a buffer; null where its end is not there yet.</summary>
    private static ReadOnlySequence<byte>? Line(ref ReadOnlySequence<byte> buffer, bool isLast, bool isFirst)
    {
        if (buffer.IsEmpty || (buffer.PositionOf((byte)'\n') is null && !isLast))
        {
            return null;
        }
        var end = buffer.PositionOf((byte)'\n');
        var line = end is { } found ? buffer.Slice(0, found) : buffer;
        buffer = end is { } after ? buffer.Slice(buffer.GetPosition(1, after)) : buffer.Slice(buffer.End);
        return isFirst && line.Length >= 3 && line.Slice(0, 3).ToArray().AsSpan().SequenceEqual(Encoding.UTF8.Preamble) ? line.Slice(3) : line;
    }

    /// <summary>The row of a line; null where it is blank.</summary>
    private static InputRow? Parse(FlatJson flat, ReadOnlySequence<byte> line, int number)
    {
        if (IsBlank(line))
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(line, LineOptions);
            return flat.Row(document.RootElement, number);
        }
        catch (JsonException)
        {
            return flat.Unreadable(number, "The line is not one valid JSON object in UTF-8; correct it. Each row stands in a line of its own.");
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }
        return true;
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<JsonElement> elements, int number)
    {
        try
        {
            return await elements.MoveNextAsync();
        }
        catch (JsonException)
        {
            throw FlatJson.Broken(number, "The row is not valid JSON in UTF-8, or the body is not an array of objects; correct it there.");
        }
    }
}
