using ScoringFairness.Scoring.Bert.Devices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>LayerNorm(residual + dropout(x Wᵀ + b)), the end of both blocks of a layer, with its gradient.</summary>
/// <param name="Product">W [H, inputs] and b [H].</param>
/// <param name="Gain">LayerNorm's weight, [H].</param>
/// <param name="Shift">LayerNorm's bias, [H].</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Dropout">What is dropped.</param>
internal sealed record ResidualOutput(Product Product, Parameter Gain, Parameter Shift, double Epsilon, DropoutMask Dropout)
{
    /// <summary>The result, with x̂ and 1 / deviation, which the gradient needs.</summary>
    /// <param name="x">[T, inputs].</param>
    /// <param name="residual">[T, H].</param>
    public (Tensor Result, Tensor Normal, Tensor Deviations) Forward(Tensor x, Tensor residual)
    {
        var normal = Product.Of(x);
        var width = (int)normal.shape[1];
        var (result, deviations) = (empty_like(normal), empty([normal.shape[0]]));
        RowBlocks.For(normal, (_, rows) => ResidualNorm.Forward(
            rows.Of(normal), rows.Of(residual), rows.Of(result), rows.Of(deviations), Norm(), Dropout, (uint)(rows.First * width)));
        return (result, normal, deviations);
    }

    /// <summary>The gradients with respect to the residual and to x; those of the parameters are added to what they hold.</summary>
    /// <param name="gradient">[T, H]: with respect to the result.</param>
    /// <param name="x">As in <see cref="Forward"/>.</param>
    /// <param name="normal">Of <see cref="Forward"/>.</param>
    /// <param name="deviations">Of <see cref="Forward"/>.</param>
    public (Tensor Residual, Tensor X) Backward(Tensor gradient, Tensor x, Tensor normal, Tensor deviations)
    {
        var width = (int)normal.shape[1];
        var (ofResidual, ofProduct) = (empty_like(normal), empty_like(normal));
        var sums = RowBlocks.Sums(normal, 3 * width, (partial, rows) => ResidualNorm.Backward(
            rows.Of(gradient), rows.Of(normal), rows.Of(deviations), rows.Of(ofResidual), rows.Of(ofProduct),
            partial, Norm(), Dropout, (uint)(rows.First * width)));
        Product.Add(Gain, sums.AsSpan(0, width));
        Product.Add(Shift, sums.AsSpan(width, width));
        Product.Accumulate(ofProduct, x, sums.AsSpan(2 * width, width));
        return (ofResidual, ofProduct.mm(Product.Weight));
    }

    private ResidualNorm.Norm Norm() => new(Gain.Floats(), Shift.Floats(), Product.Bias.Floats(), Epsilon);
}
