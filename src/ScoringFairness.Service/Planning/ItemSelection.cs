using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Planning;

/// <summary>The items of an audit: a list of ids, or all there are.</summary>
/// <param name="Ids">The ids; null: all items.</param>
[JsonConverter(typeof(ItemSelectionConverter))]
internal sealed record ItemSelection(IReadOnlyList<string>? Ids);

/// <summary>Reads <c>"all"</c> or <c>["a", "b"]</c>.</summary>
internal sealed class ItemSelectionConverter : JsonConverter<ItemSelection>
{
    private const string All = "all";

    public override ItemSelection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueTextEquals(All) ? new ItemSelection(Ids: null) : throw new JsonException("items must be \"all\" or a list of ids.");
        }
        var ids = JsonSerializer.Deserialize<string?[]>(ref reader, options);
        return ids?.Contains(null) == true ? throw new JsonException("items holds an id that is null.") : new ItemSelection(ids as string[]);
    }

    public override void Write(Utf8JsonWriter writer, ItemSelection value, JsonSerializerOptions options)
    {
        if (value.Ids is null)
        {
            writer.WriteStringValue(All);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Ids, options);
        }
    }
}
