using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>tanh(Wx + b) of the first token's hidden state. [B, S, H] → [B, H].</summary>
internal sealed class BertPooler : nn.Module<Tensor, Tensor>
{
    internal readonly Dense dense;

    public BertPooler(BertConfig config) : base(nameof(BertPooler))
    {
        dense = new(config.HiddenSize, config.HiddenSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return dense.call(x.select(1, 0)).tanh().MoveToOuterDisposeScope();
    }
}
