using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model.Blocks;

/// <summary>LayerNorm over the last dimension. x: […, H]. Ba, Kiros, Hinton (2016), arXiv 1607.06450.</summary>
internal sealed class LayerNormalization : nn.Module<Tensor, Tensor>
{
    internal readonly Parameter weight;
    internal readonly Parameter bias;
    private readonly long[] _shape;

    public LayerNormalization(long width, double epsilon) : base(nameof(LayerNormalization))
    {
        weight = nn.Parameter(empty(width));
        bias = nn.Parameter(empty(width));
        Epsilon = epsilon;
        _shape = [width];
        RegisterComponents();
    }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    public override Tensor forward(Tensor x) => nn.functional.layer_norm(x, _shape, weight, bias, Epsilon);
}
