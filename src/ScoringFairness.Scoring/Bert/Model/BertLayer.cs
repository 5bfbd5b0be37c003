using ScoringFairness.Scoring.Bert.Cpu;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>One layer: attention, then feed-forward, each with a residual and LayerNorm after it. [B, S, H] → [B, S, H].</summary>
internal sealed class BertLayer : nn.Module<Tensor, Tensor?, Tensor>
{
    internal readonly BertAttention attention;
    internal readonly BertIntermediate intermediate;
    internal readonly BertResidual output;
    private readonly DropoutMasks _masks;
    private readonly CpuLayer _cpu;

    public BertLayer(BertConfig config, DropoutMasks dropout) : base(nameof(BertLayer))
    {
        attention = new(config, dropout);
        intermediate = new(config);
        output = new(config, config.IntermediateSize, dropout);
        _masks = dropout;
        RegisterComponents();
        _cpu = new()
        {
            Query = Product(attention.self.query),
            Key = Product(attention.self.key),
            Value = Product(attention.self.value),
            Heads = config.NumAttentionHeads,
            AttentionOutput = Output(attention.output),
            Intermediate = Product(intermediate.dense),
            Output = Output(output),
        };
    }

    /// <summary>By the processor's kernels where they can do it, else by torch's operations.</summary>
    public override Tensor forward(Tensor x, Tensor? mask) => _cpu.RunsOn(_masks.Device)
        ? _cpu.Forward(x, mask, new(attention.self.NextMask(), attention.output.NextMask(), output.NextMask()))
        : Composed(x, mask);

    /// <summary>By torch's operations and their gradients: on any device, in any precision.</summary>
    public Tensor Composed(Tensor x, Tensor? mask)
    {
        using var attended = attention.call(x, mask);
        using var widened = intermediate.call(attended);
        return output.call(widened, attended);
    }

    private static Product Product(Dense dense) => new(dense.weight, dense.bias);

    private static ResidualOutput Output(BertResidual residual) =>
        new(Product(residual.dense), residual.LayerNorm.weight, residual.LayerNorm.bias, residual.LayerNorm.Epsilon, DropoutMask.None);
}
