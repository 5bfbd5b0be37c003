using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Settings;

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
    private const int LongestEcho = 60;

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
            Add(path, $"is {Kind(value)}; send an object with {Names(info)}.");
            return;
        }
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in value.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                Add(Below(path, member.Name), "stands twice; send it once.");
            }
            else if (Settable(info).FirstOrDefault(one => string.Equals(one.Name, member.Name, StringComparison.OrdinalIgnoreCase)) is { } property)
            {
                Property(member.Value, property, Below(path, property.Name), (example as JsonObject)?[property.Name]);
            }
            else
            {
                Add(Below(path, member.Name), Unknown("property", member.Name, [.. Settable(info).Select(one => one.Name)]));
            }
        }
        foreach (var missing in info.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            var sample = (example as JsonObject)?[missing.Name]?.ToJsonString(options);
            Add(Below(path, missing.Name), $"is missing; send it{(sample is null ? "" : $", for example \"{missing.Name}\": {sample}")}.");
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
            Add(path, $"is {Kind(value)}; send a list.");
            return;
        }
        foreach (var (place, element) in value.EnumerateArray().Index())
        {
            if (_count > MostErrors)
            {
                return;
            }
            Check(element, info.ElementType!, Below(path, place.ToString(CultureInfo.InvariantCulture)), (example as JsonArray)?.FirstOrDefault());
        }
    }

    private void Dictionary(JsonElement value, JsonTypeInfo info, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(path, $"is {Kind(value)}; send an object.");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (seen.Add(member.Name))
            {
                Check(member.Value, info.ElementType!, Below(path, member.Name), example: null);
            }
            else
            {
                Add(Below(path, member.Name), "stands twice; send it once.");
            }
        }
    }

    /// <summary>A value, or what a converter of its own reads: as the serializer takes it.</summary>
    private void Leaf(JsonElement value, JsonTypeInfo info, string path)
    {
        Twice(value, path);
        if (value.ValueKind == JsonValueKind.String)
        {
            // Throws what is no Unicode, which the serializer would tell as something else.
            _ = value.GetString();
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
                var type when RequestValue.Remedy(type) is { } remedy => $"is {Echo(value)}; {remedy}.",
                var type when type.IsAssignableTo(typeof(IWordList)) => $"is {Kind(value)}; send a list of words such as [\"a\", \"b\"].",
                // The serializer's own words tell types of C#; a converter's are meant for clients.
                _ when wrong.Message.StartsWith("The JSON value", StringComparison.Ordinal) =>
                    $"is {Kind(value)}, which cannot stand here; the API's description at /swagger shows what can.",
                _ => wrong.Message,
            });
        }
    }

    private void Twice(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (place, element) in value.EnumerateArray().Index())
            {
                Twice(element, Below(path, place.ToString(CultureInfo.InvariantCulture)));
            }
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in value.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                Add(Below(path, member.Name), "stands twice; send it once.");
            }
            Twice(member.Value, Below(path, member.Name));
        }
    }

    /// <summary>That nobody knows a name, what was probably meant, and what there is.</summary>
    public static string Unknown(string what, string name, IReadOnlyList<string> known) =>
        $"is no {what} that there is"
        + (name.Length <= LongestEcho && SettingSpelling.Nearest(name, known) is { } meant ? $"; did you mean {meant}?" : ".")
        + (known.Count > 0 ? $" There are {string.Join(", ", known)}." : " There is none.");

    private static IEnumerable<JsonPropertyInfo> Settable(JsonTypeInfo info) =>
        info.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null);

    private static string Names(JsonTypeInfo info) => string.Join(", ", Settable(info).Select(property => property.Name));

    private static string Below(string path, string name) =>
        JsonPointer.Below(path, name.Length <= LongestEcho ? name : string.Concat(name.AsSpan(0, LongestEcho), "…"));

    private static string Echo(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object) && value.GetRawText() is { Length: <= LongestEcho } text ? text : Kind(value);

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private void Add(string path, string message)
    {
        if (++_count <= MostErrors)
        {
            errors.Add(path, message);
        }
    }
}
