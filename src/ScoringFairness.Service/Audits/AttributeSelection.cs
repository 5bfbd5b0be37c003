using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Audits;

/// <summary>The attribute whose groups are compared, or several that are crossed.</summary>
/// <param name="Names">The names, such as gender, or gender and ell.</param>
[JsonConverter(typeof(AttributeSelectionConverter))]
public sealed record AttributeSelection(IReadOnlyList<string> Names)
{
    /// <summary>One attribute.</summary>
    public static implicit operator AttributeSelection(string name) => new([name]);

    /// <summary>The attributes in one word; the groups of crossed attributes are called after the same pattern: female|yes.</summary>
    public override string ToString() => string.Join('|', Names);
}

/// <summary>Reads and writes <c>"gender"</c> or <c>["gender", "ell"]</c>.</summary>
internal sealed class AttributeSelectionConverter : JsonConverter<AttributeSelection>
{
    public override AttributeSelection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? JsonSerializer.Deserialize<string>(ref reader, options)!
            : new AttributeSelection(JsonSerializer.Deserialize<string[]>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, AttributeSelection value, JsonSerializerOptions options)
    {
        if (value.Names is [var one])
        {
            writer.WriteStringValue(one);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Names, options);
        }
    }
}
