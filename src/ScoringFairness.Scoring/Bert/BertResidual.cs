using ScoringFairness.Scoring.Bert.Blocks;
using ScoringFairness.Scoring.Bert.Fused;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>LayerNorm(residual + dropout(Wx + b)): the end of the attention block and of the feed-forward block.</summary>
internal sealed class BertResidual : nn.Module<Tensor, Tensor, Tensor>
{
    internal readonly Dense dense;
    internal readonly LayerNormalization LayerNorm;
    private readonly Dropout _dropout;

    public BertResidual(BertConfig config, int inputs, DropoutMasks dropout) : base(nameof(BertResidual))
    {
        dense = new(inputs, config.HiddenSize);
        LayerNorm = new(config.HiddenSize, config.LayerNormEps);
        _dropout = new(config.HiddenDropoutProb, dropout);
        RegisterComponents();
    }

    /// <summary>The same for kernels, with the next dropout mask.</summary>
    public ResidualOutput Fused() => new(dense.Product, LayerNorm.weight, LayerNorm.bias, LayerNorm.Epsilon, _dropout.Next(training));

    /// <summary>x: [B, S, inputs]; residual: [B, S, H]; result: [B, S, H].</summary>
    public override Tensor forward(Tensor x, Tensor residual)
    {
        using var scope = NewDisposeScope();
        return LayerNorm.call(_dropout.AddTo(residual, dense.call(x), training)).MoveToOuterDisposeScope();
    }
}
