using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>A JSON array of objects, or one object a line (NDJSON).</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 8, DefaultBufferSize = 64 * 1024 };

    public static async IAsyncEnumerable<InputRow> ReadAsync(
        Stream body, bool topLevel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        await using var elements = JsonSerializer
            .DeserializeAsyncEnumerable<JsonElement>(body, topLevel, Options, cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(elements, number + 1))
        {
            number++;
            if (elements.Current.ValueKind != JsonValueKind.Object)
            {
                throw Broken(number, "The row is not a JSON object; send one object for each response.");
            }
            yield return Flatten(elements.Current, number);
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<JsonElement> elements, int number)
    {
        try
        {
            return await elements.MoveNextAsync();
        }
        catch (JsonException)
        {
            throw Broken(number, "The row is not valid JSON in UTF-8, or the body is not an array of objects; correct it there.");
        }
    }

    private static JsonRow Flatten(JsonElement row, int number)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            foreach (var property in row.EnumerateObject())
            {
                switch (property.Value.ValueKind)
                {
                    case JsonValueKind.Object:
                        foreach (var inner in property.Value.EnumerateObject())
                        {
                            values[$"{property.Name}.{inner.Name}"] = Scalar(inner.Value, number);
                        }
                        break;
                    case JsonValueKind.Array:
                        var place = 0;
                        foreach (var element in property.Value.EnumerateArray())
                        {
                            values[property.Name + (++place).ToString(CultureInfo.InvariantCulture)] = Scalar(element, number);
                        }
                        break;
                    default:
                        values[property.Name] = Scalar(property.Value, number);
                        break;
                }
            }
        }
        catch (InvalidOperationException)
        {
            throw Broken(number, "A string of the row is not valid Unicode (a surrogate stands alone); remove it.");
        }
        return new JsonRow(values) { Number = number };
    }

    private static string? Scalar(JsonElement value, int number) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw Broken(number, "The row is nested too deep; only `groups` and `humanScores` hold further values."),
    };

    private static BrokenInputException Broken(int number, string message) => new(new RowError(number, null, "malformed", message));

    private sealed class JsonRow(Dictionary<string, string?> values) : InputRow
    {
        public override IEnumerable<string> Columns => values.Keys;

        public override string? this[string column] =>
            values.GetValueOrDefault(column) is { Length: > 0 } value ? value : null;
    }
}
