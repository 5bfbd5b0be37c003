using System.Globalization;
using System.Text.Json;

namespace ScoringFairness.Service.Host.Json;

/// <summary>Looks at a value for what no reader of it could tell by its field: names that stand twice, and texts that are none.</summary>
/// <param name="add">Told of what is wrong, by field.</param>
internal sealed class JsonTexts(Action<string, string> add)
{
    /// <summary>Checks a value and all that is in it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Its field.</param>
    /// <returns>Whether it can be read.</returns>
    public bool Check(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value, path),
        JsonValueKind.Array => List(value, path),
        JsonValueKind.Object => Object(value, path),
        _ => true,
    };

    private bool Text(JsonElement value, string path)
    {
        try
        {
            if (!value.GetString()!.Contains('\0', StringComparison.Ordinal))
            {
                return true;
            }
            add(path, "holds the character NUL (U+0000), which cannot be stored; remove it.");
        }
        catch (InvalidOperationException)
        {
            // What the reader throws on half of a surrogate pair, and on bytes that are no UTF-8.
            add(path, "is a text that is not Unicode, such as a \\ud800 alone; correct it and send it again.");
        }
        return false;
    }

    private bool List(JsonElement value, string path)
    {
        var isReadable = true;
        foreach (var (place, element) in value.EnumerateArray().Index())
        {
            isReadable &= Check(element, JsonWording.Below(path, place.ToString(CultureInfo.InvariantCulture)));
        }
        return isReadable;
    }

    private bool Object(JsonElement value, string path)
    {
        var isReadable = true;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in value.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                add(JsonWording.Below(path, member.Name), "stands twice; send it once.");
            }
            isReadable &= Check(member.Value, JsonWording.Below(path, member.Name));
        }
        return isReadable;
    }
}
