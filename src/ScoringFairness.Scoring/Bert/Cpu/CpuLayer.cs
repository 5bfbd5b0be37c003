using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>A BERT layer on the processor, in two steps of the graph whose gradients are written out. [B, S, H] → [B, S, H].</summary>
/// <remarks>The kernels stand behind this type; a layer of the model alone knows it.</remarks>
internal sealed class CpuLayer
{
    /// <summary>The product that gives the queries, [H, H].</summary>
    public required Product Query { get; init; }

    /// <summary>The product that gives the keys, [H, H].</summary>
    public required Product Key { get; init; }

    /// <summary>The product that gives the values, [H, H].</summary>
    public required Product Value { get; init; }

    /// <summary>Attention heads (A).</summary>
    public required int Heads { get; init; }

    /// <summary>The end of the attention block.</summary>
    public required ResidualOutput AttentionOutput { get; init; }

    /// <summary>The product that GELU is taken of, [I, H].</summary>
    public required Product Intermediate { get; init; }

    /// <summary>The end of the feed-forward block.</summary>
    public required ResidualOutput Output { get; init; }

    /// <summary>Whether the kernels, which are of float32 and of whole vectors, can do the layer on a device.</summary>
    public bool RunsOn(TorchDevice device) =>
        device.SeesMemory && device.Precision == TorchPrecision.Float32
        && Query.Outputs % Lanes.Count == 0 && Intermediate.Outputs % Lanes.Count == 0;

    /// <summary>The layer's result.</summary>
    /// <param name="x">[B, S, H].</param>
    /// <param name="mask">[B, 1, 1, S]: added to the scores of each text; null: nothing is masked.</param>
    /// <param name="dropout">What is dropped.</param>
    public Tensor Forward(Tensor x, Tensor? mask, in LayerDropout dropout)
    {
        using var scope = NewDisposeScope();
        var (texts, length) = ((int)x.shape[0], (int)x.shape[1]);
        var block = new AttentionBlock
        {
            Query = Query,
            Key = Key,
            Value = Value,
            Layout = new(texts, length, Heads),
            Mask = mask,
            Dropout = dropout.AttentionWeights,
            Output = AttentionOutput with { Dropout = dropout.AttentionOutput },
        };
        var attended = AttentionFunction.Apply(x.reshape(texts * length, -1), block);
        return FeedForwardFunction.Apply(attended, Intermediate, Output with { Dropout = dropout.Output }).view(x.shape).MoveToOuterDisposeScope();
    }
}

/// <summary>The dropout masks of a layer's forward pass.</summary>
/// <param name="AttentionWeights">Of the weights of attention.</param>
/// <param name="AttentionOutput">Of the end of the attention block.</param>
/// <param name="Output">Of the end of the feed-forward block.</param>
internal readonly record struct LayerDropout(DropoutMask AttentionWeights, DropoutMask AttentionOutput, DropoutMask Output);
