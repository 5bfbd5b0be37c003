using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

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

    /// <summary>The split of one group.</summary>
    public static string Only(string group) => OnlyPrefix + group;

    /// <summary>How many of an item's responses the split takes, those that are held out counted.</summary>
    /// <param name="responses">The item's responses.</param>
    /// <param name="groups">The groups that have a split of their own.</param>
    public int Size(IReadOnlyList<PlannedResponse> responses, IReadOnlyList<string> groups) => this switch
    {
        { Name: None } => 0,
        { Name: MixedMatched } => groups.Min(group => CountOf(group, responses)),
        { OnlyGroup: { } group } => CountOf(group, responses),
        _ => responses.Count,
    };

    /// <summary>Brings a split of a request to the labels of the data, or gives null where it is none.</summary>
    public static string? Resolve(string? name, IReadOnlyList<string> groups)
    {
        if (name is Mixed or MixedMatched)
        {
            return name;
        }
        return name?.StartsWith(OnlyPrefix, StringComparison.Ordinal) == true
            && groups.FirstOrDefault(group => string.Equals(group, name[OnlyPrefix.Length..], StringComparison.OrdinalIgnoreCase)) is { } label
                ? Only(label)
                : null;
    }

    private static int CountOf(string group, IReadOnlyList<PlannedResponse> responses) => responses.Count(response => response.Group == group);
}
