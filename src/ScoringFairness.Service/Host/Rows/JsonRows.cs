using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>A JSON array of objects, or one object a line (NDJSON).</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 8, DefaultBufferSize = 64 * 1024 };

    /// <summary>Reads the rows.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="topLevel">Whether objects follow each other (NDJSON) instead of standing in an array.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<InputRow> ReadAsync(
        Stream body, bool topLevel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        var flat = new FlatJson();
        await using var bytes = new UploadStream(body);
        bytes.NextRow();
        await using var elements = JsonSerializer
            .DeserializeAsyncEnumerable<JsonElement>(bytes, topLevel, Options, cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(elements, number + 1))
        {
            number++;
            bytes.NextRow();
            if (elements.Current.ValueKind != JsonValueKind.Object)
            {
                throw FlatJson.Broken(number, "The row is not a JSON object; send one object for each response.");
            }
            yield return flat.Row(elements.Current, number);
        }
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
    private RowShape _shape = new([]);

    /// <summary>The row of an object.</summary>
    /// <exception cref="BrokenInputException">The object cannot be a row.</exception>
    public InputRow Row(JsonElement row, int number)
    {
        _names.Clear();
        var values = new List<string?>(_shape.Columns.Count);
        try
        {
            foreach (var property in row.EnumerateObject())
            {
                Add(property, values, number);
            }
        }
        catch (InvalidOperationException)
        {
            throw Broken(number, "A string of the row is not valid Unicode (a surrogate stands alone); remove it.");
        }
        return new InputRow(number, Shape(number), values);
    }

    /// <summary>A row that cannot be read, and all that follows with it.</summary>
    public static BrokenInputException Broken(int number, string message) => new(new RowError(number, null, "malformed", message));

    private void Add(JsonProperty property, List<string?> values, int number)
    {
        switch (property.Value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var inner in property.Value.EnumerateObject())
                {
                    _names.Add($"{property.Name}.{inner.Name}");
                    values.Add(Scalar(inner.Value, number));
                }
                break;
            case JsonValueKind.Array:
                var place = 0;
                foreach (var element in property.Value.EnumerateArray())
                {
                    _names.Add(property.Name + (++place).ToString(CultureInfo.InvariantCulture));
                    values.Add(Scalar(element, number));
                }
                break;
            default:
                _names.Add(property.Name);
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
            : throw Broken(number, $"The row names '{twice.Key}' twice; remove one.");
    }

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
