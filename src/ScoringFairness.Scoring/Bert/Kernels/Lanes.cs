using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScoringFairness.Scoring.Bert.Kernels;

/// <summary>Floats in vectors of sixteen.</summary>
internal static class Lanes
{
    /// <summary>Floats of a vector.</summary>
    public const int Count = 16;

    /// <summary>The same memory, as vectors; what fills none is left out.</summary>
    public static Span<Vector512<float>> Vectors(this Span<float> floats) => MemoryMarshal.Cast<float, Vector512<float>>(floats);

    /// <inheritdoc cref="Vectors(Span{float})"/>
    public static ReadOnlySpan<Vector512<float>> Vectors(this ReadOnlySpan<float> floats) => MemoryMarshal.Cast<float, Vector512<float>>(floats);

    /// <summary>The same memory, as vectors of eight.</summary>
    public static Span<Vector256<float>> Halves(this Span<float> floats) => MemoryMarshal.Cast<float, Vector256<float>>(floats);

    /// <inheritdoc cref="Halves(Span{float})"/>
    public static ReadOnlySpan<Vector256<float>> Halves(this ReadOnlySpan<float> floats) => MemoryMarshal.Cast<float, Vector256<float>>(floats);

    /// <summary>The least whole number of vectors that hold so many floats, in floats.</summary>
    public static int Padded(int floats) => (floats + Count - 1) / Count * Count;
}
