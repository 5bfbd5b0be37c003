using System.Text.Json;
using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Planning;

/// <summary>The items of an audit: a list of ids, or all there are.</summary>
/// <param name="Ids">The ids; null: all items.</param>
[JsonConverter(typeof(ItemSelectionConverter))]
internal sealed record ItemSelection(IReadOnlyList<string>? Ids) : IWordList;

/// <summary>Reads <c>["a", "b"]</c>, <c>["all"]</c>, or one word in the place of a list of one; writes a list.</summary>
internal sealed class ItemSelectionConverter : JsonConverter<ItemSelection>
{
    private const string All = Items.ItemIds.All;

    public override ItemSelection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ids = JsonSerializer.Deserialize<WordList>(ref reader, options)!.Words;
        return new ItemSelection(ids is [All] ? null : ids);
    }

    public override void Write(Utf8JsonWriter writer, ItemSelection value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Ids ?? [All], options);
}
