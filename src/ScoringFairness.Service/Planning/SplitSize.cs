using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>How many of an item's responses a training split takes.</summary>
internal static class SplitSize
{
    /// <summary>The responses of the split, those that are held out counted.</summary>
    /// <param name="split">The split.</param>
    /// <param name="responses">The item's responses.</param>
    /// <param name="groups">The groups that have a split of their own.</param>
    public static int Of(TrainingSplit split, IReadOnlyList<PlannedResponse> responses, IReadOnlyList<string> groups) => split switch
    {
        { Name: TrainingSplit.None } => 0,
        { Name: TrainingSplit.MixedMatched } => groups.Min(group => CountOf(group, responses)),
        { OnlyGroup: { } group } => CountOf(group, responses),
        _ => responses.Count,
    };

    private static int CountOf(string group, IReadOnlyList<PlannedResponse> responses) => responses.Count(response => response.Group == group);
}
