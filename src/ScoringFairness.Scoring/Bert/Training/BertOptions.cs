using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>How a BERT scorer is trained. <see cref="BertDefaults.For"/> gives the defaults of a kind of checkpoint.</summary>
public sealed record BertOptions
{
    /// <summary>
    /// Where the weights come from: <c>scratch:tiny</c>, <c>scratch:mini</c> (random weights, vocabulary learnt from the
    /// training responses), <c>package:minilm-l6</c>, <c>package:arctic-xs</c> (encoders that come with the program),
    /// <c>hf:&lt;owner&gt;/&lt;name&gt;[@revision]</c> (a repository of <see cref="Hub"/>) or
    /// <c>model:&lt;name&gt;</c> (a folder under <see cref="ModelRoot"/>).
    /// </summary>
    public string Checkpoint { get; init; } = "scratch:tiny";

    /// <summary>Layers of a pre-trained checkpoint that are kept, from the embeddings upwards; null: all.</summary>
    public int? Layers { get; init; }

    /// <summary>What is trained.</summary>
    public TrainingMode Mode { get; init; }

    /// <summary>Passes over the training responses.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Highest learning rate, reached at the end of the warm-up.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Responses per step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Tokens a response is cut to, special tokens included.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Share of the steps in which the learning rate rises; afterwards it falls linearly to 0.</summary>
    public double WarmupFraction { get; init; } = 0.1;

    /// <summary>AdamW's decoupled weight decay; biases and LayerNorm have none.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Gradients are scaled down to this norm.</summary>
    public double MaximumGradientNorm { get; init; } = 1.0;

    /// <summary>What is read of a text with more than <see cref="MaxTokens"/> tokens.</summary>
    public LongTexts LongTexts { get; init; }

    /// <summary>What the last layer takes the levels for.</summary>
    public LevelHead Head { get; init; }

    /// <summary>
    /// Each layer's learning rate as a share of that of the layer above it; 1: all alike. Sun, Qiu, Xu, Huang (2019), arXiv
    /// 1905.05583, section 5.4.3.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>The word embedding's share of the learning rate: what each word is worth is most of what random weights have to learn.</summary>
    public double WordRate { get; init; } = 1;

    /// <summary>The share of the learning rate that the layers between embeddings and pooler get.</summary>
    public double EncoderRate { get; init; } = 1;

    /// <summary>What the head sees of the hidden states.</summary>
    public Pooling Pooling { get; init; }

    /// <summary>The head's share of the learning rate, and the pooler's where there is one.</summary>
    public double HeadRate { get; init; } = 1;

    /// <summary>
    /// Whether the head sees, beside the hidden states, plain features of a response (length, variety, slips of writing) and the place that
    /// the linear scorer gives it, trained on the same responses.
    /// </summary>
    public bool Features { get; init; }

    /// <summary>
    /// Lower layers that are not trained, and with them the embeddings; 0: all are. Each response goes through them once, without dropout.
    /// </summary>
    public int FrozenLayers { get; init; }

    /// <summary>Trainings from as many seeds, whose mean scores.</summary>
    public int Ensemble { get; init; } = 1;

    /// <summary>Probability that each label gives away to all levels alike (ε). Szegedy et al. (2016), arXiv 1512.00567.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The epoch whose weights a fit ends with, and with that, whether the validation responses are trained on.</summary>
    public TakenEpoch TakenEpoch { get; init; }

    /// <summary>How much the responses of each level weigh in the loss.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>How a regression's scores are cut into levels.</summary>
    public LevelCutRule Cuts { get; init; }

    /// <summary>
    /// Passes of further pre-training: before fine-tuning, the encoder learns to fill in masked tokens of the fit's own training
    /// responses (masked language model). Sun, Qiu, Xu, Huang (2019), section 5.5. The held-out fold takes no part.
    /// </summary>
    public int PretrainingEpochs { get; init; }

    /// <summary>Highest learning rate of further pre-training.</summary>
    public double PretrainingLearningRate { get; init; } = 5e-5;

    /// <summary>
    /// Seconds that an epoch must take for its state to be kept (<see cref="FitRequest.ResumeFolder"/>); of large models it must also
    /// take longer than the writing. 0: every epoch's is.
    /// </summary>
    public double ResumeSeconds { get; init; } = 10;

    /// <summary>What the fit runs on.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Cpu;

    /// <summary>Torch threads of the fit.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The folder under which <c>model:</c> checkpoints lie; null where there are none.</summary>
    public string? ModelRoot { get; init; }

    /// <summary>The hub of <c>hf:</c> checkpoints; null where there is none.</summary>
    public HubSettings? Hub { get; init; }

    /// <summary>Asserts that nothing is wrong with the options.</summary>
    /// <exception cref="ArgumentException">They have <see cref="Problems"/>.</exception>
    internal void ThrowIfProblems()
    {
        if (Problems() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems));
    }

    /// <summary>What is wrong with the options, each problem beginning with the field's name; empty where nothing is.</summary>
    /// <remarks>Whether a <c>model:</c> or <c>hf:</c> checkpoint exists is seen when a fit opens it.</remarks>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (CheckpointName.Parse(Checkpoint) is null)
            problems.Add(
                "checkpoint must be scratch:tiny, scratch:mini, package:minilm-l6, package:arctic-xs, hf:<owner>/<name>[@revision] or model:<name>, "
                + "where names have letters, digits, '.', '_', '-', and revisions and model names '/' too.");
        Between("epochs", Epochs, 1, 200);
        if (LearningRate is not (> 0 and <= 0.1)) problems.Add($"learningRate must be above 0 and at most 0.1, not {LearningRate}.");
        Between("batchSize", BatchSize, 1, 512);
        Between("maxTokens", MaxTokens, 8, 512);
        if (WarmupFraction is not (>= 0 and <= 1)) problems.Add($"warmupFraction must be between 0 and 1, not {WarmupFraction}.");
        if (WeightDecay is not (>= 0 and <= 1)) problems.Add($"weightDecay must be between 0 and 1, not {WeightDecay}.");
        if (MaximumGradientNorm is not (> 0 and <= 1e6))
            problems.Add($"maximumGradientNorm must be above 0 and at most 1,000,000, not {MaximumGradientNorm}.");
        if (HeadRate is not (> 0 and <= 1000)) problems.Add($"headRate must be above 0 and at most 1000, not {HeadRate}.");
        if (Head == LevelHead.Regression && LabelSmoothing > 0)
            problems.Add("labelSmoothing belongs to heads classification and ordinal; a regression has no labels to smooth.");
        Between("ensemble", Ensemble, 1, 20);
        if (Head != LevelHead.Regression && Cuts != LevelCutRule.Qwk)
            problems.Add("cuts belong to head regression; other heads give levels themselves.");
        if (Mode == TrainingMode.Screening)
        {
            if (Ensemble > 1) problems.Add("ensemble belongs to mode fineTuning; screening fits a line, which has no seed.");
            if (CheckpointName.Parse(Checkpoint) is CheckpointName.Scratch)
                problems.Add(
                    $"mode screening reads responses with an encoder as it is, and {Checkpoint} knows nothing yet: "
                    + "name a pre-trained checkpoint (package:, hf: or model:).");
            if (Pooling != Pooling.Layers || !Features || HeadRate != 1)
                problems.Add("pooling, features and headRate belong to mode fineTuning; screening sees all layers and plain features.");
            if (PretrainingEpochs > 0 || FrozenLayers > 0)
                problems.Add("pretrainingEpochs and frozenLayers belong to mode fineTuning; in screening the encoder is not trained.");
        }
        if (LayerDecay is not (> 0 and <= 1)) problems.Add($"layerDecay must be above 0 and at most 1, not {LayerDecay}.");
        Between("frozenLayers", FrozenLayers, 0, 256);
        if (Layers is { } layers)
        {
            Between("layers", layers, 1, 256);
            if (CheckpointName.Parse(Checkpoint) is CheckpointName.Scratch)
                problems.Add($"layers belongs to pre-trained checkpoints, of which it keeps the first; {Checkpoint} has the layers of its size.");
            if (FrozenLayers > layers) problems.Add($"frozenLayers is {FrozenLayers}, and layers keeps {layers} in all; freeze that many at most.");
        }
        if (LabelSmoothing is not (>= 0 and < 1)) problems.Add($"labelSmoothing must be at least 0 and below 1, not {LabelSmoothing}.");
        Between("pretrainingEpochs", PretrainingEpochs, 0, 200);
        if (PretrainingLearningRate is not (> 0 and <= 0.1))
            problems.Add($"pretrainingLearningRate must be above 0 and at most 0.1, not {PretrainingLearningRate}.");
        Between("threads", Threads, 1, 256);
        return problems;

        void Between(string field, int value, int least, int most)
        {
            if (value < least || value > most) problems.Add($"{field} must be between {least} and {most}, not {value}.");
        }
    }
}
