using ScoringFairness.Scoring.Bert.Devices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model.Blocks;

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

    /// <inheritdoc/>
    public TorchPrecision Precision { private get; set; }

    public override Tensor forward(Tensor x) => MatrixProducts.Linear(x, weight, bias, Precision);
}
