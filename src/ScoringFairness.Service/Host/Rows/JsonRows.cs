using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ScoringFairness.Service.Host.Api;

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
        try
        {
            using var document = JsonDocument.Parse(line, LineOptions);
            return flat.Row(document.RootElement, number);
        }
        catch (JsonException)
        {
            return IsBlank(line)
                ? null
                : flat.Unreadable(number, "The line is not one valid JSON object in UTF-8; correct it. Each row stands in a line of its own.");
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

/// <summary>Makes rows of JSON objects; objects with the same properties in the same order share their shape.</summary>
internal sealed class FlatJson
{
    private readonly List<string> _names = [];
    private readonly List<string> _properties = [];
    private RowShape _shape = new([]);

    /// <summary>The row of a value.</summary>
    public InputRow Row(JsonElement row, int number)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return Unreadable(number, "The row is not a JSON object; send one object for each response.");
        }
        _names.Clear();
        _properties.Clear();
        var values = new List<string?>(_shape.Columns.Count);
        try
        {
            foreach (var property in row.EnumerateObject())
            {
                Add(property, values, number);
            }
            return new InputRow(number, Shape(number), values);
        }
        catch (InvalidOperationException)
        {
            return Unreadable(number, "A string of the row is not valid Unicode (a surrogate stands alone, or a byte is none of UTF-8); remove it.");
        }
        catch (BrokenInputException broken)
        {
            return InputRow.Unreadable(_shape, broken.Error);
        }
    }

    /// <summary>A row that cannot be read, of which it is known where it ends.</summary>
    public InputRow Unreadable(int number, string message) => InputRow.Unreadable(_shape, new RowError(number, null, "malformed", message));

    /// <summary>A row that cannot be read.</summary>
    public static BrokenInputException Broken(int number, string message, string? field = null) => new(new RowError(number, field, "malformed", message));

    private void Add(JsonProperty property, List<string?> values, int number)
    {
        if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            if (_properties.Contains(property.Name))
            {
                throw Twice(property.Name, number);
            }
            _properties.Add(property.Name);
        }
        switch (property.Value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var inner in property.Value.EnumerateObject())
                {
                    _names.Add(ComposedText.Of($"{property.Name}.{inner.Name}"));
                    values.Add(Scalar(inner.Value, number));
                }
                break;
            case JsonValueKind.Array:
                var place = 0;
                foreach (var element in property.Value.EnumerateArray())
                {
                    _names.Add(ComposedText.Of(property.Name) + (++place).ToString(CultureInfo.InvariantCulture));
                    values.Add(Scalar(element, number));
                }
                break;
            default:
                _names.Add(ComposedText.Of(property.Name));
                values.Add(Scalar(property.Value, number));
                break;
        }
    }

    private RowShape Shape(int number)
    {
        if (_shape.Columns.SequenceEqual(_names))
        {
            return _shape;
        }
        if (_names.Count > RowLimits.Columns)
        {
            throw Broken(number, $"The row has {_names.Count} values; at most {RowLimits.Columns} are taken.");
        }
        var twice = _names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? _shape = new RowShape([.. _names])
            : throw Twice(twice.Key, number);
    }

    private static BrokenInputException Twice(string name, int number) => Broken(number, $"The row names '{name}' twice; remove one.", name);

    private static string? Scalar(JsonElement value, int number) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw Broken(number, "The row is nested too deep; only groups and lists of scores hold further values."),
    };
}
