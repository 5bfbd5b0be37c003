using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning.CrossFitting;

/// <summary>Whether an item's clusters are enough for its folds: each fold has one, and outside it there is something to train on.</summary>
/// <param name="responses">The item's responses.</param>
/// <param name="folds">The fold of each by repeat.</param>
/// <param name="foldCount">Number of folds.</param>
internal sealed class FoldedClusters(IReadOnlyList<PlannedResponse> responses, IReadOnlyList<int[]> folds, int foldCount)
{
    /// <summary>Clusters outside a fold: one to train on, one to choose the epoch by.</summary>
    private const int LeastOutside = 2;

    /// <summary>Clusters with which any item can be dealt into a number of folds.</summary>
    public static int Needed(int folds) => Math.Max(folds, 2 * LeastOutside);

    /// <summary>Whether the item can be trained and scored in every fold.</summary>
    public bool AreEnough { get; } = folds.All(repeat =>
        Enumerable.Range(0, foldCount).All(repeat.Contains) && HaveEnoughOutside(responses, repeat, foldCount));

    /// <summary>Whether a group can be trained on alone in every fold.</summary>
    public bool AreEnoughOf(string group)
    {
        var own = Enumerable.Range(0, responses.Count).Where(at => responses[at].Group == group).ToList();
        return AreEnough && folds.All(repeat => HaveEnoughOutside([.. own.Select(at => responses[at])], [.. own.Select(at => repeat[at])], foldCount));
    }

    private static bool HaveEnoughOutside(IReadOnlyList<PlannedResponse> own, IReadOnlyList<int> repeat, int foldCount)
    {
        var inside = new int[foldCount];
        foreach (var (_, fold) in own.Zip(repeat).Select(one => (one.First.ClusterNo, one.Second)).Distinct())
        {
            inside[fold]++;
        }
        return inside.All(clusters => inside.Sum() - clusters >= LeastOutside);
    }
}
