using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>GELU(Wx + b), with the erf form of GELU. [B, S, H] → [B, S, I]. Hendrycks, Gimpel (2016), arXiv 1606.08415.</summary>
internal sealed class BertIntermediate : nn.Module<Tensor, Tensor>
{
    internal readonly Dense dense;

    public BertIntermediate(BertConfig config) : base(nameof(BertIntermediate))
    {
        dense = new(config.HiddenSize, config.IntermediateSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var y = dense.call(x);
        return nn.functional.gelu(y);
    }
}
