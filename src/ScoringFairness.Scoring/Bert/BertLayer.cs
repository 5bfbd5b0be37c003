using ScoringFairness.Scoring.Bert.Blocks;
using ScoringFairness.Scoring.Bert.Fused;
using ScoringFairness.Scoring.Bert.Kernels;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>One layer: attention, then feed-forward, each with a residual and LayerNorm after it. [B, S, H] → [B, S, H].</summary>
internal sealed class BertLayer : nn.Module<Tensor, Tensor?, Tensor>
{
    internal readonly BertAttention attention;
    internal readonly BertIntermediate intermediate;
    internal readonly BertResidual output;
    private readonly DropoutMasks _masks;
    private readonly bool _fillsVectors;

    public BertLayer(BertConfig config, DropoutMasks dropout) : base(nameof(BertLayer))
    {
        attention = new(config, dropout);
        intermediate = new(config);
        output = new(config, config.IntermediateSize, dropout);
        _masks = dropout;
        _fillsVectors = config.HiddenSize % Lanes.Count == 0 && config.IntermediateSize % Lanes.Count == 0;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor? mask) =>
        _fillsVectors && _masks.Device.HasKernels ? Fused(x, mask) : Composed(x, mask);

    /// <summary>By torch's operations and their gradients: on any device, in any precision.</summary>
    public Tensor Composed(Tensor x, Tensor? mask)
    {
        using var attended = attention.call(x, mask);
        using var widened = intermediate.call(attended);
        return output.call(widened, attended);
    }

    /// <summary>The same in two steps of the graph, on the processor.</summary>
    private Tensor Fused(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (texts, length) = ((int)x.shape[0], (int)x.shape[1]);
        var attended = AttentionFunction.Apply(x.reshape(texts * length, -1), attention.Block(texts, length, mask));
        return FeedForwardFunction.Apply(attended, intermediate.dense.Product, output.Fused()).view(x.shape).MoveToOuterDisposeScope();
    }
}
