using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

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

    /// <summary>How long a response that is trained on takes, where scoring it takes 1.</summary>
    private const double TrainingPass = 3;

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
            Cost = Passes(scorer, SplitSize.Of(new TrainingSplit(split), responses, design.Groups), responses.Count, design.Folds)
                * (scorer.Kind == ScorerEngines.Linear ? LinearCost : 1),
        };

    /// <summary>Responses scored, and those trained on once more for each epoch, which take three times as long.</summary>
    private static double Passes(ScorerDesign scorer, double trainedOn, double responses, double folds) =>
        TrainingPass * trainedOn * (folds - 1) / folds * ((scorer.Epochs ?? 1) + (scorer.PretrainingEpochs ?? 0)) + responses / folds;
}
