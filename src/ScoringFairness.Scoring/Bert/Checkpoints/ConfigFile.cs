using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A checkpoint's <c>config.json</c>; file layout of Hugging Face <c>BertConfig</c>.</summary>
internal static class ConfigFile
{
    /// <summary>Its name.</summary>
    public const string FileName = "config.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 16,
    };

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">The file is missing, is not JSON, or describes another kind of model.</exception>
    public static BertConfig Read(string path)
    {
        try
        {
            var config = JsonSerializer.Deserialize<BertConfig>(BoundedFile.Read(path, BoundedFile.Settings), Json)
                ?? throw new CheckpointException(path, "it is empty");
            return config.Problem() is { } problem ? throw new CheckpointException(path, problem) : config;
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"it is not the configuration of a BERT model ({exception.Message})", exception);
        }
    }

    /// <summary>The settings as an object of JSON, in the names of the file.</summary>
    public static JsonObject ToJson(BertConfig config) => JsonSerializer.SerializeToNode(config, Json)!.AsObject();
}
