using TorchSharp;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model.Blocks;

/// <summary>
/// Sums of tensors. TorchSharp's own (0.107.0) makes a factor for the call that nothing holds while torch reads it, so that the
/// collector may free it in between; here it is held for good.
/// </summary>
internal static class TensorSums
{
    /// <summary>The factor 1.</summary>
    public static readonly Scalar One = 1.ToScalar();

    /// <summary>x + y, with the shapes of either broadcast.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);
}
