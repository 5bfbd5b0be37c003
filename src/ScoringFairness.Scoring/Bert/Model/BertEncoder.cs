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
    public IReadOnlyList<Tensor> States(Tensor x, Tensor? mask)
    {
        var states = new List<Tensor>();
        foreach (var block in layer) states.Add(block.call(states.Count == 0 ? x : states[^1], mask));
        return states;
    }
}
