using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model.Blocks;

/// <summary>A table of vectors. weight: [rows, H].</summary>
internal sealed class Embedding : nn.Module<Tensor, Tensor>
{
    internal readonly Parameter weight;

    public Embedding(long rows, long width) : base(nameof(Embedding))
    {
        weight = nn.Parameter(empty(rows, width));
        RegisterComponents();
    }

    /// <summary>
    /// Whether the gradients of a row are sorted before they are added. A GPU adds those of <c>index_select</c> in whatever order
    /// they come, and no two fits would agree in every bit; the processor adds them in their order, faster.
    /// </summary>
    public bool SortsGradients { private get; set; }

    /// <summary>ids: […] of int64; result: […, H].</summary>
    public override Tensor forward(Tensor ids) => SortsGradients
        ? weight.index(ids)
        : weight.index_select(0, ids.view(-1)).view([.. ids.shape, weight.shape[1]]);
}
