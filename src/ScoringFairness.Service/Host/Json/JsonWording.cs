using System.Text.Json;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Json;

/// <summary>How refusals of a JSON body, and of a query, name what stands there.</summary>
internal static class JsonWording
{
    private const int LongestEcho = 60;

    /// <summary>That nobody knows a name, what was probably meant, and what there is.</summary>
    public static string Unknown(string what, string name, IReadOnlyList<string> known) =>
        $"is no {what} that there is"
        + (name.Length <= LongestEcho && SettingSpelling.Nearest(name, known) is { } meant ? $"; did you mean {meant}?" : ".")
        + (known.Count > 0 ? $" There are {string.Join(", ", known)}." : " There is none.");

    public static string Below(string path, string name) =>
        JsonPointer.Below(path, name.Length <= LongestEcho ? name : string.Concat(name.AsSpan(0, LongestEcho), "…"));

    public static string Echo(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object) && value.GetRawText() is { Length: <= LongestEcho } text ? text : Kind(value);

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
