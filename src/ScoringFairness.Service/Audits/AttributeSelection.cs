using System.Text.Json;
using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Audits;

/// <summary>The attribute whose groups are compared, or several that are crossed.</summary>
/// <param name="Names">The names, such as gender, or gender and ell.</param>
[JsonConverter(typeof(AttributeSelectionConverter))]
public sealed record AttributeSelection(IReadOnlyList<string> Names) : IWordList
{
    /// <summary>One attribute.</summary>
    public static implicit operator AttributeSelection(string name) => new([name]);

    /// <summary>The attributes in one word; the groups of crossed attributes are called after the same pattern: female|yes.</summary>
    public override string ToString() => string.Join('|', Names);
}

/// <summary>Reads <c>["gender", "ell"]</c> or <c>"gender"</c>, writes a list.</summary>
internal sealed class AttributeSelectionConverter : JsonConverter<AttributeSelection>
{
    public override AttributeSelection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<WordList>(ref reader, options)!.Words);

    public override void Write(Utf8JsonWriter writer, AttributeSelection value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Names, options);
}
