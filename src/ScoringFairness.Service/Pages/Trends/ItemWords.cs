namespace ScoringFairness.Service.Pages.Trends;

/// <summary>Items in a few words, where a page has little room for them.</summary>
internal static class ItemWords
{
    private const int Most = 4;

    /// <summary>The first items, and how many there are beside them.</summary>
    public static string Of(IEnumerable<string> items)
    {
        var all = items.Order(StringComparer.Ordinal).ToList();
        return all.Count <= Most ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Most - 1))} and {all.Count - Most + 1} more";
    }
}
