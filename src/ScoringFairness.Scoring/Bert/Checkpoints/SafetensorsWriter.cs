using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Writes safetensors files.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>A tensor's values in row-major order, as bytes.</summary>
    public delegate ReadOnlySpan<byte> Values(string name);

    /// <summary>Writes tensors one after the other, in the order given.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensors">Name and shape of each.</param>
    /// <param name="values">Its float32 values.</param>
    public static void Write(string path, IReadOnlyList<(string Name, long[] Shape)> tensors, Values values)
    {
        // Readers of PyTorch models ask for this mark.
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var end = 0L;
        foreach (var (name, shape) in tensors)
        {
            var begin = end;
            end += sizeof(float) * shape.Aggregate(1L, (count, size) => count * size);
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(begin, end),
            };
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        using var file = File.Create(path);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        var padding = (Alignment - json.Length % Alignment) % Alignment;
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding);
        file.Write(length);
        file.Write(json);
        for (var i = 0; i < padding; i++) file.WriteByte((byte)' ');
        foreach (var (name, _) in tensors) file.Write(values(name));
    }
}
