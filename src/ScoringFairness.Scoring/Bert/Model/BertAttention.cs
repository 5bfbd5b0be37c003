using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>Self-attention with its residual. [B, S, H] → [B, S, H].</summary>
internal sealed class BertAttention : nn.Module<Tensor, Tensor?, Tensor>
{
    internal readonly BertSelfAttention self;
    internal readonly BertResidual output;

    public BertAttention(BertConfig config, DropoutMasks dropout) : base(nameof(BertAttention))
    {
        self = new(config, dropout);
        output = new(config, config.HiddenSize, dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var attended = self.call(x, mask);
        return output.call(attended, x);
    }
}
