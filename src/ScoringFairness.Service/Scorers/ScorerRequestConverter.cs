using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Scorers;

/// <summary>
/// Reads a scorer as its kind has it. What the kind does not take is noted with the request and refused with all else that is wrong;
/// an option of another kind that is null counts as left out.
/// </summary>
internal sealed class ScorerRequestConverter(ScorerKinds kinds) : JsonConverter<ScorerRequest>
{
    private const string KindName = "kind";

    /// <summary>The options of each reading, without its refusal of what the kind does not take.</summary>
    private readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> _lenient = [];

    public override bool HandleNull => true;

    public override ScorerRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            return new UnreadableRequest("", $"is no scorer; send an object with a kind: {kinds.Words}.");
        }
        var properties = json.RootElement.EnumerateObject().ToList();
        var kind = properties.LastOrDefault(property => Same(property.Name, KindName)).Value;
        if (kind.ValueKind != JsonValueKind.String)
        {
            return new UnreadableRequest("", $"kind is missing; there are {kinds.Words}.");
        }
        var word = kind.GetString()!;
        return kinds.Find(word) is { } known
            ? Read(known, json.RootElement, properties, options)
            : new UnreadableRequest(word, $"kind is '{word}'; there are {kinds.Words}.");
    }

    public override void Write(Utf8JsonWriter writer, ScorerRequest value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);

    private ScorerRequest Read(IScorerKind kind, JsonElement json, IReadOnlyList<JsonProperty> properties, JsonSerializerOptions options)
    {
        var refusals = Foreign(kind, properties, options).ToList();
        try
        {
            var request = (ScorerRequest)json.Deserialize(kind.RequestType, Lenient(options))!;
            return refusals.Count > 0 ? request with { Refusals = refusals } : request;
        }
        catch (JsonException wrong)
        {
            return new UnreadableRequest(kind.Word, [.. refusals, Explain(kind, wrong, options)]);
        }
    }

    private JsonSerializerOptions Lenient(JsonSerializerOptions options) => _lenient.GetValue(
        options, strict => new JsonSerializerOptions(strict) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip });

    private IEnumerable<string> Foreign(IScorerKind kind, IReadOnlyList<JsonProperty> properties, JsonSerializerOptions options)
    {
        var others = properties.Where(property => !Has(kind, property.Name, options))
            .Select(property => (property, Owners: kinds.All.Where(other => Has(other, property.Name, options)).Select(other => other.Word).ToList())).ToList();
        foreach (var (property, _) in others.Where(other => other.Owners.Count == 0))
        {
            yield return $"{property.Name} is no option of kind {kind.Word}, which has {string.Join(", ", Names(kind, options))}.";
        }
        foreach (var same in others.Where(other => other.Owners.Count > 0 && other.property.Value.ValueKind != JsonValueKind.Null)
            .GroupBy(other => string.Join('\n', other.Owners)))
        {
            yield return kind.Misplaced([.. same.Select(other => other.property.Name)], same.First().Owners);
        }
    }

    /// <summary>What cannot be read, without the value that stands there.</summary>
    private static string Explain(IScorerKind kind, JsonException wrong, JsonSerializerOptions options)
    {
        var name = (wrong.Path ?? "").TrimStart('$', '.').Split('.', '[')[0];
        var type = options.GetTypeInfo(kind.RequestType).Properties.FirstOrDefault(property => Same(property.Name, name))?.PropertyType;
        return (Nullable.GetUnderlyingType(type ?? typeof(object)) ?? type) is { IsEnum: true } choice
            ? $"{name} is none that there is; kind {kind.Word} has {ScorerKinds.InWords(Enum.GetNames(choice).Select(ContractJson.Word))}."
            : $"{name} has not the form that kind {kind.Word} takes; the API's description at /swagger shows it.";
    }

    private static bool Has(IScorerKind kind, string name, JsonSerializerOptions options) => Names(kind, options).Any(own => Same(own, name));

    private static IEnumerable<string> Names(IScorerKind kind, JsonSerializerOptions options) =>
        options.GetTypeInfo(kind.RequestType).Properties.Where(property => property.Get is not null).Select(property => property.Name);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
