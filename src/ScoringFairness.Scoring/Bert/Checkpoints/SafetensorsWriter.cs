using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Writes safetensors files.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes tensors one after the other, in the order given.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensors">Name and float32 values of each.</param>
    public static void Write(string path, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        // Readers of PyTorch models ask for this mark.
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var end = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var begin = end;
            end += sizeof(float) * tensor.numel();
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => (JsonNode)size)]),
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
        foreach (var (_, tensor) in tensors)
        {
            using var values = HostValues.Of(tensor);
            file.Write(values.bytes);
        }
    }
}
