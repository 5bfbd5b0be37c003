using ScoringFairness.Scoring.Bert.Devices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>The layers, one after the other. [B, S, H] → [B, S, H].</summary>
internal sealed class BertEncoder : nn.Module<Tensor, Tensor?, Tensor>
{
    internal readonly ModuleList<BertLayer> layer;

    public BertEncoder(BertConfig config, DropoutMasks dropout) : base(nameof(BertEncoder))
    {
        layer = new([.. Enumerable.Range(0, config.NumHiddenLayers).Select(_ => new BertLayer(config, dropout))]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        foreach (var block in layer) x = block.call(x, mask);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>What each layer gives, in the current dispose scope.</summary>
    /// <param name="x">What the first of them reads.</param>
    /// <param name="mask">See <see cref="TokenBatch.Mask"/>.</param>
    /// <param name="from">The first of them; all above it follow.</param>
    public IReadOnlyList<Tensor> States(Tensor x, Tensor? mask, int from = 0)
    {
        var states = new List<Tensor>();
        foreach (var block in layer.Skip(from)) states.Add(block.call(states.Count == 0 ? x : states[^1], mask));
        return states;
    }
}
