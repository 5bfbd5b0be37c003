using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Blocks;

/// <summary>A part of a model whose matrix products may be of less precision than its weights.</summary>
internal interface IMatrixProducts
{
    /// <summary>What they are computed in.</summary>
    TorchPrecision Precision { set; }
}

/// <summary>Products of float32 matrices whose result is float32, computed in a precision.</summary>
internal static class MatrixProducts
{
    /// <summary>x Wᵀ + b.</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor bias, TorchPrecision precision)
    {
        if (precision == TorchPrecision.Float32) return nn.functional.linear(x, weight, bias);
        using var scope = NewDisposeScope();
        return nn.functional.linear(Rounded(x), Rounded(weight), Rounded(bias)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>a b, of the last two dimensions.</summary>
    public static Tensor Of(Tensor a, Tensor b, TorchPrecision precision)
    {
        if (precision == TorchPrecision.Float32) return matmul(a, b);
        using var scope = NewDisposeScope();
        return matmul(Rounded(a), Rounded(b)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static Tensor Rounded(Tensor x) => x.to(ScalarType.BFloat16);
}
