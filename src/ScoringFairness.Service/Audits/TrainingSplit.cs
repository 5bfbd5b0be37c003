using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Audits;

/// <summary>Which responses a scorer is trained on.</summary>
/// <param name="Name"><c>mixed</c>, <c>mixedMatched</c> or <c>only:&lt;group&gt;</c>.</param>
internal sealed record TrainingSplit(string Name)
{
    public const string Mixed = "mixed";
    public const string MixedMatched = "mixedMatched";

    /// <summary>The split of a scorer that learns nothing.</summary>
    public const string None = MachineScores.NoSplit;

    private const string OnlyPrefix = "only:";

    /// <summary>The one group that is trained on; null for the mixed splits.</summary>
    public string? OnlyGroup => Name.StartsWith(OnlyPrefix, StringComparison.Ordinal) ? Name[OnlyPrefix.Length..] : null;

    /// <summary>Whether a name is that of a split, of whatever group.</summary>
    public static bool IsOne(string? name) =>
        name is Mixed or MixedMatched
        || (name?.StartsWith(OnlyPrefix, StringComparison.Ordinal) == true && Host.Api.Identifier.Problem(name[OnlyPrefix.Length..]) is null);

    /// <summary>
    /// Of scorers with their splits those that could go into use, in their order: scores from outside, and trained scorers on all groups
    /// (mixed); where a scorer has no such split, those that it has. Other splits ask what training data do. The first of them is whom a
    /// report's first page is about, and the list of audits has a mark for each.
    /// </summary>
    public static IReadOnlyList<(string Scorer, string? Split)> ForUse(IEnumerable<(string Scorer, string? Split)> scorers)
    {
        var splits = scorers.Distinct().ToList();
        return [.. splits.Where(one => one.Split is null or Mixed || !splits.Contains((one.Scorer, Mixed)))];
    }

    /// <summary>The split of one group.</summary>
    public static string Only(string group) => OnlyPrefix + group;

    /// <summary>Brings a split of a request to the labels of the data, or gives null where it is none.</summary>
    public static string? Resolve(string? name, IReadOnlyList<string> groups)
    {
        if (name is Mixed or MixedMatched)
        {
            return name;
        }
        return name?.StartsWith(OnlyPrefix, StringComparison.Ordinal) == true
            && (groups.FirstOrDefault(group => group == name[OnlyPrefix.Length..])
                ?? groups.FirstOrDefault(group => string.Equals(group, name[OnlyPrefix.Length..], StringComparison.OrdinalIgnoreCase))) is { } label
                ? Only(label)
                : null;
    }
}
