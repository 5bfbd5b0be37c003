using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Bert;

/// <summary>A BERT that is trained here, with every default written out; null is what an audit of before could not choose.</summary>
public sealed record BertDesign() : MitigatedDesign(BertKind.Kind), IBertRecipe, IStudentDesign
{
    /// <summary>What training starts from: an encoder that comes with the program, random weights, a checkpoint of the hub or of the model root.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>
    /// The commit that a checkpoint of the hub stands for: every training run of the audit starts from it. Null until the first
    /// one begins, and for checkpoints that are not the hub's.
    /// </summary>
    public string? CheckpointCommit { get; init; }

    /// <summary>Layers of the checkpoint that are kept, from the embeddings upwards; null: all.</summary>
    public int? Layers { get; init; }

    /// <summary>
    /// fineTuning: all of BERT is trained in each fit. screening: BERT encodes each response once and is not trained; each fit trains a
    /// regression or a classifier on what it gave.
    /// </summary>
    public TrainingMode? Mode { get; init; }

    /// <summary>Passes over the training responses.</summary>
    public int? Epochs { get; init; }

    /// <summary>Highest learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Responses per step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Tokens of a response that are read, special tokens included.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>What is read of a response with more tokens.</summary>
    public LongTexts? LongTexts { get; init; }

    /// <summary>What levels are to the last layer: classification, or ordinal or regression, which also give a real-valued score.</summary>
    public LevelHead? Head { get; init; }

    /// <summary>What the head sees of the hidden states: cls, mean, max or layers.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Whether the head sees plain features of a response, and what the linear scorer gives it, beside them.</summary>
    public bool? Features { get; init; }

    /// <summary>The head's share of the learning rate.</summary>
    public double? HeadRate { get; init; }

    /// <summary>Whether items that hold the same texts train one encoder with a head each, in the same folds.</summary>
    public bool? Together { get; init; }

    /// <summary>Trainings from as many seeds, whose mean scores.</summary>
    public int? Ensemble { get; init; }

    /// <summary>Share of the steps in which the learning rate rises.</summary>
    public double? WarmupFraction { get; init; }

    /// <summary>Weight decay.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Each layer's learning rate as a share of that of the layer above.</summary>
    public double? LayerDecay { get; init; }

    /// <summary>Lower layers that are not trained, and with them the embeddings.</summary>
    public int? FrozenLayers { get; init; }

    /// <summary>Probability that each label gives away to all levels alike.</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>
    /// best: the weights of the epoch with the lowest loss on the validation responses. last: no epoch is chosen, and these are trained
    /// on as well.
    /// </summary>
    public TakenEpoch? TakenEpoch { get; init; }

    /// <summary>none, or balanced: each level weighs the same in the loss.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>How a regression's scores are cut into levels: qwk, spread or nearest.</summary>
    public LevelCutRule? Cuts { get; init; }

    /// <summary>Passes of further pre-training on the fit's training responses before fine-tuning.</summary>
    public int? PretrainingEpochs { get; init; }

    /// <summary>Highest learning rate of further pre-training.</summary>
    public double? PretrainingLearningRate { get; init; }

    /// <summary>How it trains on another scorer's scores; null: it does not.</summary>
    public DistillationDesign? Distillation { get; init; }

    ScorerDesign IStudentDesign.With(string control) => this with { Distillation = Distillation! with { Control = control } };

    ScorerDesign IStudentDesign.Alone(string name) => this with { Name = name, Distillation = null };

    bool IStudentDesign.IsAlone(ScorerDesign other) =>
        other is BertDesign { Distillation: null } bert && bert.IsTwinOf(this with { Distillation = null });

    /// <summary>A BERT by its options.</summary>
    internal static BertDesign Of(string name, IReadOnlyList<string> splits, BertOptions options, bool together) => new()
    {
        Name = name,
        Splits = splits,
        Checkpoint = options.Checkpoint,
        Layers = options.Layers,
        Mode = options.Mode,
        Epochs = options.Epochs,
        LearningRate = options.LearningRate,
        BatchSize = options.BatchSize,
        MaxTokens = options.MaxTokens,
        LongTexts = options.LongTexts,
        Head = options.Head,
        Pooling = options.Pooling,
        Features = options.Features,
        HeadRate = options.HeadRate,
        Together = together,
        Ensemble = options.Ensemble,
        WarmupFraction = options.WarmupFraction,
        WeightDecay = options.WeightDecay,
        LayerDecay = options.LayerDecay,
        FrozenLayers = options.FrozenLayers,
        LabelSmoothing = options.LabelSmoothing,
        TakenEpoch = options.TakenEpoch,
        ClassWeights = options.ClassWeights,
        Cuts = options.Cuts,
        PretrainingEpochs = options.PretrainingEpochs,
        PretrainingLearningRate = options.PretrainingLearningRate,
    };
}
