namespace ScoringFairness.Service.Reports;

/// <summary>Groups for people: of crossed attributes the parts with commas between, where rows have them in one word.</summary>
internal static class GroupWords
{
    /// <summary>A group: <c>female|yes</c> is "female, yes".</summary>
    public static string Of(string group) => group.Replace("|", ", ", StringComparison.Ordinal);

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
