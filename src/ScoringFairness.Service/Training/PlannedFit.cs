using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.CrossFitting;

namespace ScoringFairness.Service.Training;

/// <summary>A training run that an audit will make.</summary>
internal sealed record PlannedFit
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public required string Split { get; init; }

    public required int Fold { get; init; }

    public required int Repeat { get; init; }

    public required long Seed { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Responses passed through the network, roughly: the relative length of the fit.</summary>
    public required double Cost { get; init; }

    /// <summary>How long a response takes in a linear fit, where a pass through the smallest network takes 1.</summary>
    private const double LinearCost = 0.05;

    /// <summary>The fits of an item: scorers × splits × folds × repeats; those that learn nothing have one split without a name.</summary>
    public static IEnumerable<PlannedFit> Of(string itemId, IReadOnlyList<PlannedResponse> responses, AuditDesign design) =>
        from repeat in Enumerable.Range(0, design.Repeats)
        from scorer in design.Scorers
        from split in scorer.FittedSplits
        from fold in Enumerable.Range(0, design.Folds)
        select new PlannedFit
        {
            ItemId = itemId,
            Scorer = scorer.Name,
            Split = split,
            Fold = fold,
            Repeat = repeat,
            Seed = (long)(SeededRandom.SeedOf(design.Seed, "fit", itemId, split, fold, repeat) >> 1),
            Epochs = scorer.Epochs ?? 1,
            Cost = (scorer.Kind == ScorerEngines.Linear ? LinearCost : 1)
                * (TrainingSize(split, responses, design) * (design.Folds - 1.0) / design.Folds * (scorer.Epochs ?? 1)
                    + (double)responses.Count / design.Folds),
        };

    private static double TrainingSize(string split, IReadOnlyList<PlannedResponse> responses, AuditDesign design) =>
        new TrainingSplit(split) switch
        {
            { Name: TrainingSplit.None } => 0,
            { OnlyGroup: { } group } => responses.Count(response => response.Group == group),
            { Name: TrainingSplit.MixedMatched } =>
                design.Groups.Min(group => responses.Count(response => response.Group == group)),
            _ => responses.Count,
        };
}
