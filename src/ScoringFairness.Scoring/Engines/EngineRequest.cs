using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringFairness.Scoring.Engines;

/// <summary>What an engine reads: JSON, one object a line (docs/engines.md).</summary>
internal static class EngineRequest
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes a request: a header, the training, the validation and the responses to score.</summary>
    public static void Write(Stream stream, FitRequest request, EngineOptions options)
    {
        Line(new Header(
            "fit", Version, request.Seed, new(request.Minimum, request.Minimum + (request.LevelCount - 1) * request.Step, request.Step, request.LevelCount),
            options.Options, options.Threads, new(request.Training.Count, request.Validation.Count, request.Responses.Count)));
        foreach (var text in request.Training) Line(new Row("training", null, text.Level, text.Text));
        foreach (var text in request.Validation) Line(new Row("validation", null, text.Level, text.Text));
        foreach (var (row, text) in request.Responses.Index()) Line(new Row("response", row, null, text));
        stream.Flush();

        void Line<T>(T line)
        {
            JsonSerializer.Serialize(stream, line, Json);
            stream.WriteByte((byte)'\n');
        }
    }

    private sealed record Header(
        string Type, int Version, long Seed, Scale Scale, IReadOnlyDictionary<string, string> Options, int Threads, Counts Counts);

    private sealed record Scale(double Min, double Max, double Step, int Levels);

    private sealed record Counts(int Training, int Validation, int Responses);

    private sealed record Row(string Type, [property: JsonPropertyName("row")] int? Number, int? Level, string Text);
}
