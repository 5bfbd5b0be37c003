using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning.CrossFitting;

/// <summary>Who a fit trains on, chooses its epoch on, and scores.</summary>
/// <param name="Training">Responses whose loss is minimised.</param>
/// <param name="Validation">Responses held out of training to choose the epoch.</param>
/// <param name="HeldOut">Every response of the held-out fold.</param>
internal sealed record TrainingSets(
    IReadOnlyList<PlannedResponse> Training, IReadOnlyList<PlannedResponse> Validation, IReadOnlyList<PlannedResponse> HeldOut)
{
    /// <summary>One part in five of the training responses chooses the epoch.</summary>
    private const int ValidationParts = 5;

    /// <summary>The sets of one fit: the same design and seed give the same sets.</summary>
    /// <param name="responses">All responses of the item.</param>
    /// <param name="folds">The fold of each.</param>
    /// <param name="fold">The fold held out.</param>
    /// <param name="split">The training split.</param>
    /// <param name="groups">The groups that have a split of their own; the smallest sets the size of mixedMatched.</param>
    /// <param name="seed">Seed of the fit.</param>
    public static TrainingSets Of(
        IReadOnlyList<PlannedResponse> responses, IReadOnlyList<int> folds, int fold, TrainingSplit split,
        IReadOnlyList<string> groups, ulong seed)
    {
        var heldOut = responses.Where((_, at) => folds[at] == fold).ToList();
        var others = responses.Where((_, at) => folds[at] != fold).ToList();
        var part = split.Name switch
        {
            TrainingSplit.None => [],
            TrainingSplit.Mixed => others,
            TrainingSplit.MixedMatched => Matched(others, SmallestSplit(others, groups), seed),
            _ => [.. others.Where(response => response.Group == split.OnlyGroup)],
        };
        // Of few clusters one still chooses the epoch.
        var clusters = part.Select(response => response.ClusterNo).Distinct().Take(ValidationParts).Count();
        var parts = StratifiedParts.Deal(part, Math.Clamp(clusters, 2, ValidationParts), SeededRandom.SeedOf((long)seed, "validation"));
        return new TrainingSets(
            [.. part.Where((_, at) => parts[at] != 0)], [.. part.Where((_, at) => parts[at] == 0)], heldOut);
    }

    /// <summary>The responses of the other folds that a fit of a split may train on; of a matched split more than one fit draws.</summary>
    /// <param name="responses">All responses of the item.</param>
    /// <param name="folds">The fold of each.</param>
    /// <param name="fold">The fold held out.</param>
    /// <param name="split">The training split.</param>
    public static IReadOnlyList<PlannedResponse> Eligible(IReadOnlyList<PlannedResponse> responses, IReadOnlyList<int> folds, int fold, TrainingSplit split) =>
        [.. responses.Where((response, at) => folds[at] != fold && (split.OnlyGroup is null || response.Group == split.OnlyGroup))];

    /// <summary>Responses in all.</summary>
    public int Count => Training.Count + Validation.Count + HeldOut.Count;

    /// <summary>The same sets of another item, whose responses are numbered alike.</summary>
    /// <param name="responses">All responses of the item, in the order of their numbers.</param>
    public TrainingSets On(IReadOnlyList<PlannedResponse> responses)
    {
        return new(Of(Training), Of(Validation), Of(HeldOut));

        List<PlannedResponse> Of(IReadOnlyList<PlannedResponse> set) => [.. set.Select(response => responses[response.ResponseNo])];
    }

    /// <summary>The size of the smallest single-group split that can be trained; all there is, where none can.</summary>
    private static int SmallestSplit(List<PlannedResponse> others, IReadOnlyList<string> groups) =>
        groups.Select(group => others.Where(response => response.Group == group).ToList())
            .Where(own => own.DistinctBy(response => response.ClusterNo).Skip(1).Any())
            .Select(own => own.Count).DefaultIfEmpty(others.Count).Min();

    /// <summary>Draws a number of responses at random, each group × level in its own proportion (largest remainders).</summary>
    private static List<PlannedResponse> Matched(List<PlannedResponse> others, int size, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.SeedOf((long)seed, TrainingSplit.MixedMatched));
        var strata = others.GroupBy(response => (response.Group, response.HumanLevel))
            .OrderBy(stratum => stratum.Key.Group, StringComparer.Ordinal).ThenBy(stratum => stratum.Key.HumanLevel)
            .Select(stratum =>
            {
                var share = (double)size * stratum.Count() / others.Count;
                return (Members: stratum.Select(response => (response, Order: random.Next())).OrderBy(one => one.Order).Select(one => one.response).ToList(),
                    Whole: (int)share, Remainder: share - Math.Floor(share), Order: random.Next());
            })
            .ToList();
        var missing = size - strata.Sum(stratum => stratum.Whole);
        var extra = strata.Select((stratum, at) => (stratum.Remainder, stratum.Order, at))
            .OrderByDescending(one => one.Remainder).ThenBy(one => one.Order).Take(missing).Select(one => one.at).ToHashSet();
        return
        [
            .. strata.SelectMany((stratum, at) => stratum.Members.Take(stratum.Whole + (extra.Contains(at) ? 1 : 0)))
                .OrderBy(response => response.ResponseNo),
        ];
    }
}
