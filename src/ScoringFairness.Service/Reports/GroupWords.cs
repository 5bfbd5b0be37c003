namespace ScoringFairness.Service.Reports;

/// <summary>Groups for people: of crossed attributes the parts with commas between, where rows have them in one word.</summary>
internal static class GroupWords
{
    /// <summary>A group: <c>female|yes</c> is "female, yes".</summary>
    public static string Of(string group) => group.Replace("|", ", ", StringComparison.Ordinal);

    /// <summary>Groups in a row, with semicolons between where one has a comma in it.</summary>
    public static string All(IEnumerable<string> groups)
    {
        var words = groups.Select(Of).ToList();
        return string.Join(words.Exists(word => word.Contains(',', StringComparison.Ordinal)) ? "; " : ", ", words);
    }

    /// <summary>An attribute, or several that are crossed: <c>gender|ell</c> is "gender × ell".</summary>
    public static string OfAttribute(string attribute) => string.Join(" × ", attribute.Split('|', ','));

    /// <summary>Two groups with what stands between them; what crossed groups have in common is told once.</summary>
    public static string Of(string one, string between, string other)
    {
        var (parts, others) = (one.Split('|'), other.Split('|'));
        var shared = parts.Length == others.Length ? parts.Zip(others).Where(part => part.First == part.Second).Select(part => part.First).ToList() : [];
        return shared.Count == 0 || shared.Count == parts.Length
            ? $"{Of(one)}{between}{Of(other)}"
            : $"{string.Join(", ", parts.Except(shared))}{between}{string.Join(", ", others.Except(shared))} ({string.Join(", ", shared)})";
    }

    /// <summary>Names in a sentence.</summary>
    public static string Listed(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}",
    };
}
