namespace ScoringFairness.Scoring.Bert;

/// <summary>How a BERT scorer is trained.</summary>
public sealed record BertOptions
{
    /// <summary>
    /// Where the weights come from: <c>scratch:tiny</c>, <c>scratch:mini</c> (random weights, vocabulary learnt from the
    /// training responses) or <c>model:&lt;name&gt;</c> (a folder under <see cref="ModelRoot"/>).
    /// </summary>
    public string Checkpoint { get; init; } = "scratch:tiny";

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

    /// <summary>Torch threads of the fit.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The folder under which <c>model:</c> checkpoints lie; null where there are none.</summary>
    public string? ModelRoot { get; init; }
}
