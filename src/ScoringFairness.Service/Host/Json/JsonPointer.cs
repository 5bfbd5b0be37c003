namespace ScoringFairness.Service.Host.Json;

/// <summary>Places in a JSON body (RFC 6901), here without the first slash, as forms and use cases name the fields of what they are asked.</summary>
internal static class JsonPointer
{
    /// <summary>The place of a member, or an element, of what stands at a place; empty: of the whole body.</summary>
    public static string Below(string place, string name)
    {
        var token = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return place.Length == 0 ? token : $"{place}/{token}";
    }

    /// <summary>The pointer to a place: empty for the whole body.</summary>
    public static string To(string place) => place.Length == 0 ? "" : $"/{place}";
}
