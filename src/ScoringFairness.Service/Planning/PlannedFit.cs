using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Distillations;

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

    /// <summary>The relative length of the fit.</summary>
    public required double Cost { get; init; }

    /// <summary>The item whose fit trains this one with it; null: it is trained by itself.</summary>
    public string? LedBy { get; init; }

    /// <summary>The scorer whose fit of the same item, split, fold and repeat teaches this one; null: none does.</summary>
    public string? Teacher { get; init; }

    /// <summary>What a fit adds to the length of the one that trains it with it.</summary>
    private const double FurtherHead = 0.05;

    /// <summary>What a fit takes that finds read already what it would read, where the first of its scorer and item takes 1.</summary>
    private const double FoundAgain = 0.05;

    /// <summary>The fit as one that another item's trains with it.</summary>
    public PlannedFit Led(string itemId) => this with { LedBy = itemId, Cost = FurtherHead * Cost };

    /// <summary>
    /// The fits of an item: scorers × splits that can be trained there × folds × repeats; those that learn nothing have one split
    /// without a name.
    /// </summary>
    public static IEnumerable<PlannedFit> Of(string itemId, ItemPlan plan, AuditDesign design, ScorerKinds kinds) =>
        from repeat in Enumerable.Range(0, design.Repeats)
        from scorer in design.Scorers
        from split in scorer.FittedSplits
        where plan.CanTrain(new TrainingSplit(split))
        from fold in Enumerable.Range(0, design.Folds)
        where plan.IsScored(repeat, fold)
        let others = (double)SplitSize.Of(new TrainingSplit(split), plan.Responses, plan.SplitGroups) * (design.Folds - 1) / design.Folds
        select new PlannedFit
        {
            ItemId = itemId,
            Scorer = scorer.Name,
            Split = split,
            Fold = fold,
            Repeat = repeat,
            Seed = (long)(SeededRandom.SeedOf(design.Seed, "fit", itemId, split, fold, repeat) >> 1),
            Epochs = kinds.Of(scorer).Epochs(scorer),
            // A teacher scores what it was trained on, too.
            Cost = (IsFirst(scorer, split, repeat, fold) || !kinds.Of(scorer).ReadsOnce(scorer) ? 1 : FoundAgain) * kinds.Of(scorer).Cost(
                scorer, others,
                Readings(design, scorer.Name, split, repeat, (double)plan.Responses.Count / design.Folds)
                    + (TaughtScorers.IsTeacher(design.Scorers, scorer.Name, split) ? others : 0)),
            Teacher = TaughtScorers.DistillationOf(scorer)?.Teacher,
        };

    private static bool IsFirst(ScorerDesign scorer, string split, int repeat, int fold) =>
        (repeat, fold) == (0, 0) && split == scorer.FittedSplits.First();

    /// <summary>Held-out responses that are read, each once, and where its words are asked about as often as that takes.</summary>
    private static double Readings(AuditDesign design, string scorer, string split, int repeat, double heldOut) =>
        heldOut + (design.Attribution?.Find(scorer, split, repeat) is { } asked
            ? (double)AttributionWork.Asked(asked.Mark.Method, (int)heldOut).Count * AttributionWork.Of(asked.Mark.Method)
            : 0);
}
