using ScoringFairness.Scoring.Bert.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>One layer: attention, then feed-forward, each with a residual and LayerNorm after it. [B, S, H] → [B, S, H].</summary>
internal sealed class BertLayer : nn.Module<Tensor, Tensor?, Tensor>
{
    internal readonly BertAttention attention;
    internal readonly BertIntermediate intermediate;
    internal readonly BertResidual output;

    public BertLayer(BertConfig config, DropoutMasks dropout) : base(nameof(BertLayer))
    {
        attention = new(config, dropout);
        intermediate = new(config);
        output = new(config, config.IntermediateSize, dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var attended = attention.call(x, mask);
        using var widened = intermediate.call(attended);
        return output.call(widened, attended);
    }
}
