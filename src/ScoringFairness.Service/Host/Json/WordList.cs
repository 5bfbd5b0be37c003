using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Host.Json;

/// <summary>Words, or one of them: <c>["a", "b"]</c> or <c>"a"</c>.</summary>
/// <param name="Words">The words.</param>
[JsonConverter(typeof(WordListConverter))]
public sealed record WordList(IReadOnlyList<string> Words) : IWordList;

/// <summary>Reads a list or a single word, writes a list.</summary>
internal sealed class WordListConverter : JsonConverter<WordList>
{
    public override WordList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new([JsonSerializer.Deserialize<string>(ref reader, options)!]);
        }
        var words = JsonSerializer.Deserialize<string?[]>(ref reader, options);
        return words is null || words.Contains(null) ? throw new JsonException("This is not a list of words; write it like [\"a\", \"b\"].") : new(words!);
    }

    public override void Write(Utf8JsonWriter writer, WordList value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Words, options);
}
