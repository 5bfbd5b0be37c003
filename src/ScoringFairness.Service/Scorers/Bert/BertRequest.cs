using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Service.Scorers.Bert;

/// <summary>A BERT that a client asks for; what is null has the default of its checkpoint's kind.</summary>
internal sealed record BertRequest() : TrainedRequest(BertKind.Kind), IBertRecipe
{
    /// <summary>
    /// What training starts from: package:minilm-l6, package:arctic-xs (pre-trained encoders that come with the program), scratch:tiny,
    /// scratch:mini (random weights; scratch:tiny is the default), hf:owner/name[@revision] (the hub) or model:name (a folder under the
    /// model root).
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>
    /// fineTuning (default): all of BERT is trained in each fit. screening: BERT encodes each whole response once and is not trained; each
    /// fit trains a regression on what it gave and on plain features, in seconds.
    /// </summary>
    public TrainingMode? Mode { get; init; }

    /// <summary>
    /// Passes over the training responses (default 4; scratch:tiny 12, scratch:mini 8; screening: at most 200 of a classifier, of a
    /// regression none).
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>Highest learning rate (default 2e-5; scratch: 1e-3).</summary>
    public double? LearningRate { get; init; }

    /// <summary>Responses per step (default 16; scratch:tiny 8).</summary>
    public int? BatchSize { get; init; }

    /// <summary>Tokens of a response that are read, special tokens included (default 256).</summary>
    public int? MaxTokens { get; init; }

    /// <summary>
    /// What is read of a response with more tokens: head, tail, headTail or windows (default headTail; scratch: head; screening:
    /// windows, all of them).
    /// </summary>
    public LongTexts? LongTexts { get; init; }

    /// <summary>
    /// What levels are to the last layer: classification (default) or ordinal, which also gives a real-valued score; in screening
    /// regression (default), which gives one as well, or one of the two.
    /// </summary>
    public LevelHead? Head { get; init; }

    /// <summary>Share of the steps in which the learning rate rises (default 0.1).</summary>
    public double? WarmupFraction { get; init; }

    /// <summary>Weight decay (default 0.01).</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Each layer's learning rate as a share of that of the layer above (default 0.95; scratch: 1).</summary>
    public double? LayerDecay { get; init; }

    /// <summary>Lower layers that are not trained, and with them the embeddings (default 0).</summary>
    public int? FrozenLayers { get; init; }

    /// <summary>Probability that each label gives away to all levels alike (default 0).</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>
    /// best: the weights of the epoch with the lowest loss on the validation responses (default). last: no epoch is chosen, and the
    /// validation responses are trained on as well (default of scratch:tiny).
    /// </summary>
    public TakenEpoch? TakenEpoch { get; init; }

    /// <summary>none (default), or balanced: each level weighs the same in the loss.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>Passes of further pre-training on the fit's training responses before fine-tuning (default 0).</summary>
    public int? PretrainingEpochs { get; init; }

    /// <summary>Highest learning rate of further pre-training (default 5e-5; scratch:tiny 1e-3, scratch:mini 5e-4).</summary>
    public double? PretrainingLearningRate { get; init; }
}
