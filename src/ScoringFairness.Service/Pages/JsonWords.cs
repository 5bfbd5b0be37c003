using System.Globalization;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Pages;

/// <summary>JSON for people: each value under its path, and what of it is other than in another.</summary>
internal static class JsonWords
{
    private const int MostCharacters = 60;
    private const string None = "not set";

    /// <summary>The values by path.</summary>
    public static IReadOnlyDictionary<string, string> Of(string json) => Of(JsonNode.Parse(json));

    /// <summary>The values by path.</summary>
    public static IReadOnlyDictionary<string, string> Of(JsonNode? node) => Flat("", node).ToDictionary();

    /// <summary>What is other in the second, in words.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before.Keys.Union(after.Keys).Select(name => (Name: name, Before: before.GetValueOrDefault(name, None), After: after.GetValueOrDefault(name, None)))
            .Where(one => one.Before != one.After).Select(one => $"{one.Name}: {Short(one.Before)} → {Short(one.After)}");

    private static string Short(string value) => value.Length <= MostCharacters ? value : value[..MostCharacters] + "…";

    private static IEnumerable<KeyValuePair<string, string>> Flat(string name, JsonNode? node) => node switch
    {
        null => [],
        JsonObject properties => properties.SelectMany(one => Flat(name.Length == 0 ? one.Key : $"{name}.{one.Key}", one.Value)),
        JsonArray values => [KeyValuePair.Create(name, string.Join(", ", values.Select(value => value?.ToString())))],
        JsonValue value when value.TryGetValue<double>(out var number) => [KeyValuePair.Create(name, number.ToString(CultureInfo.InvariantCulture))],
        _ => [KeyValuePair.Create(name, node.ToString())],
    };
}
