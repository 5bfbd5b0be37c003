using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>The index of a checkpoint whose tensors are spread over several files: model.safetensors.index.json.</summary>
internal static partial class ShardIndex
{
    /// <summary>Its name.</summary>
    public const string FileName = "model.safetensors.index.json";

    private const int MostShards = 1000;

    /// <summary>Reads an index: each tensor's name as it is stored, and the file that it lies in.</summary>
    /// <exception cref="CheckpointException">It is no index, or names a file that does not lie beside it.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path) =>
        BoundedFile.ReadObject(path, BoundedFile.Lists, root => Files(path, root));

    private static Dictionary<string, string> Files(string path, JsonElement root)
    {
        if (!root.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw new CheckpointException(path, "it has no weight_map");
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            var file = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
            if (!IsFileName().IsMatch(file))
                throw new CheckpointException(path, $"tensor {entry.Name} is said to lie in '{file}', which is not the name of a safetensors file beside it");
            if (!files.TryAdd(entry.Name, file)) throw new CheckpointException(path, $"tensor {entry.Name} stands in it twice");
        }
        var shards = files.Values.Distinct(StringComparer.Ordinal).Count();
        return shards is > 0 and <= MostShards ? files : throw new CheckpointException(path, $"it names {shards} files; 1 to {MostShards} are read");
    }

    /// <summary>A name without a folder: nothing in it leads elsewhere.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,199}\.safetensors\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsFileName();
}
