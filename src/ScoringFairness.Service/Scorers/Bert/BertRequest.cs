using System.Text.Json.Serialization;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Bert;

/// <summary>A BERT that a client asks for; what is null has the default of its checkpoint's kind.</summary>
internal sealed record BertRequest() : MitigatedRequest(BertKind.Kind), IBertRecipe
{
    /// <summary>
    /// What training starts from: package:minilm-l6 (default), package:arctic-xs (pre-trained encoders that come with the program),
    /// hf:owner/name[@revision] (the hub), model:name (a folder under the model root), or scratch:tiny, scratch:mini (random weights).
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>Layers of a pre-trained checkpoint that are kept, from the embeddings upwards (default all; scratch: has those of its size).</summary>
    public int? Layers { get; init; }

    /// <summary>
    /// fineTuning (default): all of BERT is trained in each fit. screening: BERT encodes each whole response once and is not trained; each
    /// fit trains a regression on what it gave and on plain features, in seconds.
    /// </summary>
    public TrainingMode? Mode { get; init; }

    /// <summary>
    /// Passes over the training responses (default 2, or 4 of a larger checkpoint with a head of levels; scratch:tiny 12, scratch:mini 8;
    /// screening: at most 200 of a classifier, of a regression none).
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>Highest learning rate (default 1e-4 of package:, 2e-5 of hf: and model:, 1e-3 of scratch:).</summary>
    public double? LearningRate { get; init; }

    /// <summary>Responses per step (default 16; scratch:tiny 8).</summary>
    public int? BatchSize { get; init; }

    /// <summary>Tokens of a response that are read, special tokens included (default 256).</summary>
    public int? MaxTokens { get; init; }

    /// <summary>
    /// What is read of a response with more tokens: head, tail, headTail or windows (default windows, eight at most, in screening all of
    /// them; scratch: head).
    /// </summary>
    public LongTexts? LongTexts { get; init; }

    /// <summary>
    /// What levels are to the head: regression (default) and ordinal, which also give a real-valued score, or classification (default of
    /// scratch:).
    /// </summary>
    public LevelHead? Head { get; init; }

    /// <summary>
    /// What the head sees of the hidden states: cls (BERT's own pooler), mean or max of the last ones of all tokens, or layers (the means of
    /// every layer's, default; scratch:, and hf: and model: with a head of levels: cls). Of screening always layers.
    /// </summary>
    public Pooling? Pooling { get; init; }

    /// <summary>
    /// Whether the head sees, beside the hidden states, plain features of a response (length, variety, slips of writing) and what the linear
    /// scorer gives it (default true where pooling is layers by default).
    /// </summary>
    public bool? Features { get; init; }

    /// <summary>The head's share of the learning rate (default 0.01 of a regression, 10 of another head of package:, else 1).</summary>
    public double? HeadRate { get; init; }

    /// <summary>
    /// Whether items that hold the same texts, such as traits of one essay, train one encoder with a head each, in the same folds (default true
    /// of a regression in fine-tuning; only a regression can).
    /// </summary>
    public bool? Together { get; init; }

    /// <summary>Trainings of each fit from as many seeds, whose mean scores; each takes the time of one (default 1).</summary>
    public int? Ensemble { get; init; }

    /// <summary>Share of the steps in which the learning rate rises (default 0.1).</summary>
    public double? WarmupFraction { get; init; }

    /// <summary>Weight decay (default 0.01).</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Each layer's learning rate as a share of that of the layer above (default 0.9 of package:, 0.95 of hf: and model:, 1 of scratch:).</summary>
    public double? LayerDecay { get; init; }

    /// <summary>
    /// Lower layers that are not trained, and with them the embeddings; each response goes through them once (default 5 of package:, which
    /// have 6; else 0).
    /// </summary>
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

    /// <summary>
    /// qwk: scores are cut into levels where the quadratic weighted kappa with human levels is highest, on training responses that the line
    /// did not see (default). spread: so that each level gets as many of them as humans gave it. nearest: halfway between levels.
    /// Of a regression alone.
    /// </summary>
    public LevelCutRule? Cuts { get; init; }

    /// <summary>Passes of further pre-training on the fit's training responses before fine-tuning (default 0).</summary>
    public int? PretrainingEpochs { get; init; }

    /// <summary>Highest learning rate of further pre-training (default 5e-5; scratch:tiny 1e-3, scratch:mini 5e-4).</summary>
    public double? PretrainingLearningRate { get; init; }

    /// <summary>
    /// The name of another scorer of the audit, of kind bert or linear, on whose scores of its training responses this one is trained beside
    /// their human levels. The same scorer without a teacher is added beside it (default: none).
    /// </summary>
    public string? Teacher { get; init; }

    /// <summary>Softens the levels' probabilities, the teacher's and this scorer's, above 0 (default 2); a regression has none.</summary>
    public double? Temperature { get; init; }

    /// <summary>The teacher's share of the loss, above 0 and at most 1; human levels have the rest (default 0.5).</summary>
    public double? TeacherWeight { get; init; }

    /// <summary>What is asked of it as a student.</summary>
    [JsonIgnore]
    public DistillationRequest Distillation => new(Teacher, Temperature, TeacherWeight);
}
