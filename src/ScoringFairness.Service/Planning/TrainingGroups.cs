using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>
/// Which groups of an audit have a training split of their own. One that is too small for that stops nothing: it still trains in the
/// mixed split.
/// </summary>
/// <param name="groups">The groups that are compared.</param>
/// <param name="sizes">Their sizes by item: of many responses by few students nothing may be told, and they are few.</param>
/// <param name="folds">Folds of the cross-fitting.</param>
/// <param name="minGroupSize">Smaller groups give no contrast.</param>
/// <param name="minCellSize">Smaller counts are suppressed.</param>
internal sealed class TrainingGroups(
    IReadOnlyList<string> groups, IReadOnlyList<GroupSize> sizes, int folds, int minGroupSize, int minCellSize)
{
    /// <summary>Those of an audit's groups that have a split of their own on an item.</summary>
    /// <param name="responses">The item's responses.</param>
    /// <param name="design">The audit.</param>
    public static IReadOnlyList<string> On(IReadOnlyList<PlannedResponse> responses, AuditDesign design)
    {
        // Whether a group of a few students is trained on would show by the number of fits, however many responses they gave.
        var own = responses.DistinctBy(response => (response.Group, response.StudentNo)).CountBy(response => response.Group ?? "").ToDictionary();
        return [.. (design.SplitGroups ?? design.Groups).Where(group => own.GetValueOrDefault(group) >= Least(design.Folds, design.MinCellSize))];
    }

    /// <summary>Refuses training for a contrast that there cannot be.</summary>
    public void Check(IReadOnlyList<ScorerDesign> scorers, Refusals errors)
    {
        var trained = scorers.Any(scorer => scorer.Splits.Count > 0);
        var least = Least(folds, minCellSize);
        errors.Unless(!trained || groups.Count == 0 || groups.Count(group => Students(group) >= least || AreFewWithMany(group)) >= 2, "attribute",
            $"Fewer than two of the groups have the {least} students that training in {folds} folds and a figure need, and a contrast needs two. "
            + "Send more students or fewer folds, or audit scores from outside.");
    }

    /// <summary>The splits of a scorer by the labels of the data: those asked for, else all that can be trained on some item.</summary>
    public IReadOnlyList<string> Splits(TrainedRequest scorer, string field, Refusals errors)
    {
        IReadOnlyList<string> all = [TrainingSplit.Mixed, TrainingSplit.MixedMatched, .. Customary().Select(TrainingSplit.Only)];
        if (scorer.Splits is null)
        {
            return all;
        }
        var splits = new List<string>();
        foreach (var split in scorer.Splits)
        {
            var resolved = TrainingSplit.Resolve(split, groups);
            errors.Unless(resolved is not null, $"{field}/splits", $"There is no split '{split}'; there are {string.Join(", ", all)}.");
            errors.Unless(resolved is null || !splits.Contains(resolved), $"{field}/splits", $"'{split}' stands in the list twice.");
            if (resolved is not null && new TrainingSplit(resolved).OnlyGroup is { } group)
            {
                errors.Unless(IsTrainable(group), $"{field}/splits",
                    $"Group '{group}' is too small for '{resolved}': on no item it has the {Least(folds, minCellSize)} students that a split of its "
                    + "own needs. Leave the split out; the group still trains in mixed.");
            }
            splits.Add(resolved ?? split);
        }
        errors.Unless(splits.Count > 0, $"{field}/splits", $"is empty; send some of {string.Join(", ", all)}.");
        return splits;
    }

    /// <summary>The groups that have a split of their own in an audit with these scorers; the smallest sets the size of mixedMatched.</summary>
    public IReadOnlyList<string> Alone(IReadOnlyList<ScorerDesign> scorers)
    {
        var asked = scorers.SelectMany(scorer => scorer.Splits).Select(split => new TrainingSplit(split).OnlyGroup).ToHashSet();
        var customary = Customary();
        return [.. groups.Where(group => asked.Contains(group) || customary.Contains(group))];
    }

    /// <summary>Students of a group who answered an item from which on it may be trained on alone there; a count that is suppressed never is.</summary>
    private static int Least(int folds, int minCellSize) => Math.Max(2 * folds, minCellSize);

    /// <summary>Those large enough to be compared; where fewer than two are, all that can be trained on.</summary>
    private List<string> Customary()
    {
        var trainable = groups.Where(IsTrainable).ToList();
        var compared = trainable.Where(group => Students(group) >= minGroupSize).ToList();
        return compared.Count < 2 ? trainable : compared;
    }

    private bool IsTrainable(string group) => Sizes(group).Any(size => size.Students >= Least(folds, minCellSize));

    /// <summary>
    /// A few students with several responses each: whether these can be dealt into the folds is asked of the items, and no number of folds tells
    /// how many they are.
    /// </summary>
    private bool AreFewWithMany(string group) => Students(group) < minCellSize && Sizes(group).Any(size => size.N > size.Students);

    private long Students(string group) => Sizes(group).Sum(size => size.Students);

    private IEnumerable<GroupSize> Sizes(string group) => sizes.Where(size => size.Group == group);
}
