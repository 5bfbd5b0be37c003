using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>Floats in vectors of eight.</summary>
/// <remarks>
/// Every processor that libtorch is fast on has them. For vectors of sixteen the framework has a stand-in where the processor has
/// none, and a formula as long as GELU takes fourteen times as long by it (17.1 against 1.2 ns a number).
/// </remarks>
internal static class Lanes
{
    /// <summary>Floats of a vector.</summary>
    public const int Count = 8;

    /// <summary>The same memory, as vectors; what fills none is left out.</summary>
    public static Span<Vector256<float>> Vectors(this Span<float> floats) => MemoryMarshal.Cast<float, Vector256<float>>(floats);

    /// <inheritdoc cref="Vectors(Span{float})"/>
    public static ReadOnlySpan<Vector256<float>> Vectors(this ReadOnlySpan<float> floats) => MemoryMarshal.Cast<float, Vector256<float>>(floats);

    /// <summary>The least whole number of vectors that hold so many floats, in floats.</summary>
    public static int Padded(int floats) => (floats + Count - 1) / Count * Count;
}
