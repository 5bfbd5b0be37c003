using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model.Blocks;

/// <summary>A part of a model whose matrix products may be of less precision than its weights.</summary>
internal interface IMatrixProducts
{
    /// <summary>What they are computed in.</summary>
    TorchPrecision Precision { set; }
}

/// <summary>Products of float32 matrices whose result is float32, computed in a precision.</summary>
/// <remarks>
/// TorchSharp's <c>matmul</c> alone lets what libtorch throws pass through native code, which ends the process where a GPU's memory
/// is full; <c>bmm</c>, which it consists of, does not.
/// </remarks>
internal static class MatrixProducts
{
    /// <summary>x Wᵀ + b.</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor bias, TorchPrecision precision)
    {
        if (precision == TorchPrecision.Float32) return nn.functional.linear(x, weight, bias);
        using var scope = NewDisposeScope();
        return nn.functional.linear(Rounded(x), Rounded(weight), Rounded(bias)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>a b, of the last two dimensions; those before them are the same of both.</summary>
    public static Tensor Of(Tensor a, Tensor b, TorchPrecision precision)
    {
        using var scope = NewDisposeScope();
        var product = precision == TorchPrecision.Float32 ? Batched(a).bmm(Batched(b)) : Batched(Rounded(a)).bmm(Batched(Rounded(b))).to(ScalarType.Float32);
        return product.view([.. a.shape[..^1], b.shape[^1]]).MoveToOuterDisposeScope();
    }

    /// <summary>[…, m, n] → [M, m, n].</summary>
    private static Tensor Batched(Tensor x) => x.reshape(-1, x.shape[^2], x.shape[^1]);

    private static Tensor Rounded(Tensor x) => x.to(ScalarType.BFloat16);
}
