using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>The memory of tensors of float32 on the processor.</summary>
internal static class TensorFloats
{
    /// <summary>The elements, in the order of their places. The tensor must be contiguous.</summary>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
