using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Clients;

/// <summary>Holds JSON against a schema of OpenAPI 3.0, by as much of it as the service's description uses.</summary>
/// <param name="description">The whole description.</param>
internal sealed class SchemaCheck(JsonNode description)
{
    /// <summary>What does not fit, by place.</summary>
    public IReadOnlyList<string> Of(JsonNode? value, JsonNode schema, string path = "") => [.. Check(value, schema.AsObject(), path)];

    private IEnumerable<string> Check(JsonNode? value, JsonObject schema, string path)
    {
        if (schema["$ref"] is { } reference)
        {
            return Check(value, Resolve((string)reference!), path);
        }
        if (value is null)
        {
            return schema["nullable"]?.GetValue<bool>() == true || schema.Count == 0 || (schema.Count == 1 && schema["description"] is not null)
                ? [] : [$"{path} is null"];
        }
        if (schema["discriminator"]?["mapping"] is JsonObject kinds && value["kind"] is { } kind)
        {
            return kinds[(string)kind!] is { } own
                ? Resolve((string)own!)["allOf"]!.AsArray().Skip(1).SelectMany(part => Check(value, part!.AsObject(), path)).Concat(Plain(value, schema, path))
                : [$"{path}/kind is {kind}"];
        }
        return (schema["allOf"]?.AsArray().SelectMany(part => Check(value, part!.AsObject(), path)) ?? []).Concat(Plain(value, schema, path));
    }

    private IEnumerable<string> Plain(JsonNode value, JsonObject schema, string path)
    {
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
        {
            yield return $"{path} is {value.ToJsonString()}, which is no word of {words.ToJsonString()}";
        }
        if (schema["type"] is { } type && !Fits(value, (string)type!, (string?)schema["format"]))
        {
            yield return $"{path} is {value.GetValueKind()}, not {type} {schema["format"]}";
            yield break;
        }
        if (value is JsonArray elements && schema["items"] is JsonObject items)
        {
            foreach (var problem in elements.Index().SelectMany(one => Check(one.Item, items, $"{path}/{one.Index}")))
            {
                yield return problem;
            }
        }
        if (value is not JsonObject members || (string?)schema["type"] != "object")
        {
            yield break;
        }
        foreach (var name in schema["required"]?.AsArray().Select(one => (string)one!).Where(name => !members.ContainsKey(name)) ?? [])
        {
            yield return $"{path}/{name} is missing";
        }
        foreach (var (name, member) in members)
        {
            if (schema["properties"]?[name] is JsonObject known)
            {
                foreach (var problem in Check(member, known, $"{path}/{name}"))
                {
                    yield return problem;
                }
            }
            else if (schema["additionalProperties"] is JsonObject others)
            {
                foreach (var problem in Check(member, others, $"{path}/{name}"))
                {
                    yield return problem;
                }
            }
            else if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{path}/{name} is not described";
            }
        }
    }

    /// <summary>The names of an answer that its schema does not tell of, at any depth.</summary>
    public IEnumerable<string> Untold(JsonNode? value, JsonNode schema, string path = "")
    {
        var own = schema["$ref"] is { } reference ? Resolve((string)reference!) : schema.AsObject();
        if (value is JsonArray elements && own["items"] is { } items)
        {
            return elements.SelectMany(element => Untold(element, items, path));
        }
        return value is JsonObject members && own["properties"] is JsonObject known && own["discriminator"] is null
            ? members.SelectMany(one => known[one.Key] is { } told ? Untold(one.Value, told, $"{path}/{one.Key}") : [$"{path}/{one.Key}"])
            : [];
    }

    private static bool Fits(JsonNode value, string type, string? format) => (type, value.GetValueKind()) switch
    {
        ("string", JsonValueKind.String) =>
            format != "date-time" || DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _),
        ("integer", JsonValueKind.Number) => value.AsValue().TryGetValue<long>(out _) || value.ToJsonString().All(char.IsAsciiDigit),
        ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object) => true,
        _ => false,
    };

    private JsonObject Resolve(string reference) => description["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject();
}
