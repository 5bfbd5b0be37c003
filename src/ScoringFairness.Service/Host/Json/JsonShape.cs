using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Json;

/// <summary>
/// Holds a JSON body against the type that it is read as, and names everything that is wrong by its field: what is missing, what nobody
/// knows, what stands twice, what has another form. The serializer alone would end at the first, in its own words.
/// </summary>
/// <param name="options">How the type is read.</param>
/// <param name="errors">Told of what is wrong.</param>
internal sealed class JsonShape(JsonSerializerOptions options, Refusals errors)
{
    private const int MostErrors = 20;

    private int _count;

    /// <summary>Checks a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">What it is read as.</param>
    /// <param name="path">Its field; empty: the whole body.</param>
    /// <param name="example">An example of it; null: there is none.</param>
    public void Check(JsonElement value, Type type, string path, JsonNode? example)
    {
        var info = options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                Object(value, info, path, example);
                break;
            case JsonTypeInfoKind.Enumerable:
                List(value, info, path, example);
                break;
            case JsonTypeInfoKind.Dictionary:
                Dictionary(value, info, path);
                break;
            default:
                Leaf(value, info, path);
                break;
        }
    }

    private void Object(JsonElement value, JsonTypeInfo info, string path, JsonNode? example)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(path, $"is {JsonWording.Kind(value)}; send an object with {Names(info)}.");
            return;
        }
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in value.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                Add(JsonWording.Below(path, member.Name), "stands twice; send it once.");
            }
            else if (Settable(info).FirstOrDefault(one => string.Equals(one.Name, member.Name, StringComparison.OrdinalIgnoreCase)) is { } property)
            {
                Property(member.Value, property, JsonWording.Below(path, property.Name), (example as JsonObject)?[property.Name]);
            }
            else
            {
                Add(JsonWording.Below(path, member.Name), JsonWording.Unknown("property", member.Name, [.. Settable(info).Select(one => one.Name)]));
            }
        }
        foreach (var missing in info.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            var sample = (example as JsonObject)?[missing.Name]?.ToJsonString(options);
            Add(JsonWording.Below(path, missing.Name), $"is missing; send it{(sample is null ? "" : $", for example \"{missing.Name}\": {sample}")}.");
        }
    }

    private void Property(JsonElement value, JsonPropertyInfo property, string path, JsonNode? example)
    {
        if (value.ValueKind != JsonValueKind.Null)
        {
            Check(value, property.PropertyType, path, example);
        }
        else if (!property.IsSetNullable || (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null))
        {
            Add(path, $"is null; send a value{(property.IsRequired ? "" : ", or leave it out")}.");
        }
    }

    private void List(JsonElement value, JsonTypeInfo info, string path, JsonNode? example)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(path, $"is {JsonWording.Kind(value)}; send a list.");
            return;
        }
        foreach (var (place, element) in value.EnumerateArray().Index())
        {
            if (_count > MostErrors)
            {
                return;
            }
            Check(element, info.ElementType!, JsonWording.Below(path, place.ToString(CultureInfo.InvariantCulture)), (example as JsonArray)?.FirstOrDefault());
        }
    }

    private void Dictionary(JsonElement value, JsonTypeInfo info, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(path, $"is {JsonWording.Kind(value)}; send an object.");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (seen.Add(member.Name))
            {
                Check(member.Value, info.ElementType!, JsonWording.Below(path, member.Name), example: null);
            }
            else
            {
                Add(JsonWording.Below(path, member.Name), "stands twice; send it once.");
            }
        }
    }

    /// <summary>A value, or what a converter of its own reads: as the serializer takes it.</summary>
    private void Leaf(JsonElement value, JsonTypeInfo info, string path)
    {
        if (!new JsonTexts(Add).Check(value, path))
        {
            return;
        }
        try
        {
            if (value.Deserialize(info) is null)
            {
                Add(path, "is null; send a value.");
            }
        }
        catch (JsonException wrong)
        {
            Add(path, info.Type switch
            {
                var type when RequestValue.Remedy(type) is { } remedy => $"is {JsonWording.Echo(value)}; {remedy}.",
                var type when type.IsAssignableTo(typeof(IWordList)) => $"is {JsonWording.Kind(value)}; send a list of words such as [\"a\", \"b\"].",
                // The serializer's own words tell types of C#; a converter's are meant for clients.
                _ when wrong.Message.StartsWith("The JSON value", StringComparison.Ordinal) =>
                    $"is {JsonWording.Kind(value)}, which cannot stand here; the API's description at /swagger shows what can.",
                _ => wrong.Message,
            });
        }
    }

    private static IEnumerable<JsonPropertyInfo> Settable(JsonTypeInfo info) =>
        info.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null);

    private static string Names(JsonTypeInfo info) => string.Join(", ", Settable(info).Select(property => property.Name));

    private void Add(string path, string message)
    {
        if (++_count <= MostErrors)
        {
            errors.Add(path, message);
        }
    }
}
