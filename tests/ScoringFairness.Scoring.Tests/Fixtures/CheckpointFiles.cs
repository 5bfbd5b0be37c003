using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>A tensor of a safetensors file.</summary>
internal sealed record StoredTensor(string Name, string Type, long[] Shape, byte[] Bytes)
{
    /// <summary>The same values in another type.</summary>
    public StoredTensor As(string type) => this with { Type = type, Bytes = [.. Floats.SelectMany(value => Bits(value, type))] };

    private IEnumerable<float> Floats => Enumerable.Range(0, Bytes.Length / 4).Select(i => BitConverter.ToSingle(Bytes, 4 * i));

    private static byte[] Bits(float value, string type) => type switch
    {
        "F16" => BitConverter.GetBytes((Half)value),
        "BF16" => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
        _ => BitConverter.GetBytes((double)value),
    };
}

/// <summary>A checkpoint's files written otherwise: what other programs, and other years, made of the same model.</summary>
internal static class CheckpointFiles
{
    public const string Weights = "model.safetensors";

    public static List<StoredTensor> Tensors(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return
        [
            .. JsonNode.Parse(Encoding.UTF8.GetString(file, 8, length))!.AsObject().Where(pair => pair.Key != "__metadata__").Select(pair =>
            {
                var offsets = pair.Value!["data_offsets"]!.AsArray();
                return new StoredTensor(
                    pair.Key, (string)pair.Value["dtype"]!, [.. pair.Value["shape"]!.AsArray().Select(size => (long)size!)],
                    file[(8 + length + (int)offsets[0]!)..(8 + length + (int)offsets[1]!)]);
            }),
        ];
    }

    public static byte[] File(IEnumerable<StoredTensor> tensors)
    {
        var (header, data) = (new JsonObject(), new List<byte>());
        foreach (var tensor in tensors)
        {
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = tensor.Type,
                ["shape"] = new JsonArray([.. tensor.Shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(data.Count, data.Count + tensor.Bytes.Length),
            };
            data.AddRange(tensor.Bytes);
        }
        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. data];
    }

    /// <summary>The weights with each tensor changed, or left out where null comes back.</summary>
    public static void Change(IDictionary<string, byte[]> files, Func<StoredTensor, StoredTensor?> change) =>
        files[Weights] = File(Tensors(files[Weights]).Select(change).OfType<StoredTensor>());

    /// <summary>The weights in two shards and an index.</summary>
    public static void Split(IDictionary<string, byte[]> files)
    {
        var tensors = Tensors(files[Weights]);
        files.Remove(Weights);
        var map = new JsonObject();
        foreach (var (part, number) in tensors.Chunk((tensors.Count + 1) / 2).Zip([1, 2]))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"model-0000{number}-of-00002.safetensors");
            files[name] = File(part);
            foreach (var tensor in part) map[tensor.Name] = name;
        }
        files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes(
            new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = 1 }, ["weight_map"] = map }.ToJsonString());
    }

    /// <summary>The vocabulary in a tokenizer.json, in place of vocab.txt and tokenizer_config.json.</summary>
    public static void FoldVocabulary(IDictionary<string, byte[]> files, bool lowerCase = true)
    {
        var entries = Encoding.UTF8.GetString(files["vocab.txt"]).TrimEnd('\n').Split('\n');
        files.Remove("vocab.txt");
        files.Remove("tokenizer_config.json");
        files["tokenizer.json"] = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["normalizer"] = new JsonObject { ["type"] = "BertNormalizer", ["lowercase"] = lowerCase, ["strip_accents"] = null },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["continuing_subword_prefix"] = "##",
                ["vocab"] = new JsonObject(entries.Index().Select(entry => KeyValuePair.Create(entry.Item, (JsonNode?)entry.Index))),
            },
        }.ToJsonString());
    }
}
