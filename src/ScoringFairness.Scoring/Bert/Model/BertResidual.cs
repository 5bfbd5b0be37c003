using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

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

    /// <summary>The next dropout mask.</summary>
    public DropoutMask NextMask() => _dropout.Next(training);

    /// <summary>x: [B, S, inputs]; residual: [B, S, H]; result: [B, S, H].</summary>
    public override Tensor forward(Tensor x, Tensor residual)
    {
        using var scope = NewDisposeScope();
        return LayerNorm.call(_dropout.AddTo(residual, dense.call(x), training)).MoveToOuterDisposeScope();
    }
}
