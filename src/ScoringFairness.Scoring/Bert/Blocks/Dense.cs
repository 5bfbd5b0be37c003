using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Fused;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Blocks;

/// <summary>y = x Wᵀ + b. W: [out, in]; x: […, in]; y: […, out].</summary>
internal sealed class Dense : nn.Module<Tensor, Tensor>, IMatrixProducts
{
    internal readonly Parameter weight;
    internal readonly Parameter bias;

    public Dense(long inputs, long outputs) : base(nameof(Dense))
    {
        weight = nn.Parameter(empty(outputs, inputs));
        bias = nn.Parameter(empty(outputs));
        RegisterComponents();
    }

    /// <summary>The product for kernels.</summary>
    public Product Product => new(weight, bias);

    /// <inheritdoc/>
    public TorchPrecision Precision { private get; set; }

    public override Tensor forward(Tensor x) => MatrixProducts.Linear(x, weight, bias, Precision);
}
