using ScoringFairness.Scoring.Bert.Blocks;
using ScoringFairness.Scoring.Bert.Fused;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

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

    /// <summary>The block for kernels, with the next dropout masks.</summary>
    public AttentionBlock Block(int texts, int length, Tensor? mask) => new()
    {
        Query = self.query.Product,
        Key = self.key.Product,
        Value = self.value.Product,
        Layout = new(texts, length, self.HeadCount),
        Mask = mask,
        Dropout = self.NextMask(),
        Output = output.Fused(),
    };

    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var attended = self.call(x, mask);
        return output.call(attended, x);
    }
}
