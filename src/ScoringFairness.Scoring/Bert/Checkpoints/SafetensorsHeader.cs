using System.Text.Json;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>The header of a safetensors file: names, types, shapes, offsets.</summary>
/// <remarks>
/// Format: huggingface/safetensors, README "Format": 8 bytes of header length, a JSON object, the tensors' bytes. As
/// there, the tensors must cover the data without overlap or hole, so that no byte of a file is unaccounted for.
/// </remarks>
internal static class SafetensorsHeader
{
    /// <summary>Longest header that is read; the format's own limit.</summary>
    public const long LongestHeader = 100_000_000;

    private static readonly Dictionary<string, int> BytesPerElement = new()
    {
        ["F64"] = 8,
        ["F32"] = 4,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I64"] = 8,
        ["I32"] = 4,
        ["I16"] = 2,
        ["I8"] = 1,
        ["U8"] = 1,
        ["BOOL"] = 1,
    };

    /// <summary>Reads and validates the header's JSON.</summary>
    /// <param name="json">The JSON's bytes.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <exception cref="FormatException">The header is not one, or does not fit the file.</exception>
    public static IReadOnlyList<SafetensorsEntry> Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        var entries = new Dictionary<string, SafetensorsEntry>();
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 8 });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__") continue;
                if (!entries.TryAdd(property.Name, Entry(property.Name, property.Value)))
                    throw new FormatException($"tensor {property.Name} stands in it twice");
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("its header is not a safetensors header", exception);
        }
        CheckOffsets(entries.Values, dataLength);
        return [.. entries.Values];
    }

    private static SafetensorsEntry Entry(string name, JsonElement value)
    {
        var offsets = value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2) throw new FormatException($"tensor {name} has no pair of offsets");
        var entry = new SafetensorsEntry(
            name,
            value.GetProperty("dtype").GetString() ?? "",
            [.. value.GetProperty("shape").EnumerateArray().Select(size => Whole(name, size))],
            Whole(name, offsets[0]),
            Whole(name, offsets[1]));
        if (!BytesPerElement.TryGetValue(entry.Type, out var bytes))
            throw new FormatException($"tensor {name} is of the unknown type {entry.Type}");
        try
        {
            if (checked(entry.Count * bytes) != entry.End - entry.Begin)
                throw new FormatException(
                    $"tensor {name} has {entry.End - entry.Begin} bytes where {entry.Type} {entry.ShapeText} needs {entry.Count * bytes}");
        }
        catch (OverflowException)
        {
            throw new FormatException($"tensor {name} has the impossible shape {entry.ShapeText}");
        }
        return entry;
    }

    private static long Whole(string name, JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) && value >= 0
            ? value
            : throw new FormatException($"tensor {name} has a size or an offset that is not a whole number from 0");

    private static void CheckOffsets(IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        var end = 0L;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin < end) throw new FormatException($"tensor {entry.Name} overlaps another");
            if (entry.Begin > end) throw new FormatException($"there is a hole before tensor {entry.Name}");
            if (entry.End > dataLength)
                throw new FormatException($"tensor {entry.Name} ends at byte {entry.End} of data that has {dataLength}: the file is cut off");
            end = entry.End;
        }
        if (end != dataLength) throw new FormatException($"{dataLength - end} bytes at its end belong to no tensor");
    }
}
