using System.Text.Json;
using System.Text.Json.Serialization;
using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers;

/// <summary>Reads the scorer of a design as its kind has it; what designs of before held of other kinds is passed over.</summary>
/// <param name="types">The record of each kind by its word.</param>
internal sealed class ScorerDesignConverter(IReadOnlyDictionary<string, Type> types) : JsonConverter<ScorerDesign>
{
    public override ScorerDesign Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        var kind = json.RootElement.GetProperty("kind").GetString()!;
        return types.TryGetValue(kind, out var type)
            ? (ScorerDesign)json.RootElement.Deserialize(type, options)!
            : throw new JsonException($"This program has no kind of scorer '{kind}'.");
    }

    public override void Write(Utf8JsonWriter writer, ScorerDesign value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
}
