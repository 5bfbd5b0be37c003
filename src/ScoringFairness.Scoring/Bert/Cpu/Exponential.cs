using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>eˣ of numbers of at most 0.</summary>
/// <remarks>
/// x = n ln 2 + r with |r| ≤ ½ ln 2; eʳ by the polynomial of Moshier's Cephes library (expf), relative error about 1e-7. The
/// framework's exponential took 1.7 times as long where it was tried (3.2 against 1.9 ns a number).
/// </remarks>
internal static class Exponential
{
    private const float LowestResult = -87.3f;

    /// <summary>eˣ; 0 where it would be below the least normal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> x)
    {
        var bounded = Vector256.Max(x, Vector256.Create(LowestResult));
        var n = Vector256.Round(bounded * 1.44269504f);
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.693359375f), bounded);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(2.12194440e-4f), r);
        var p = Vector256.MultiplyAddEstimate(r, Vector256.Create(1.9875691500e-4f), Vector256.Create(1.3981999507e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(5.0000001201e-1f));
        var power = Vector256.MultiplyAddEstimate(p, r * r, r + Vector256<float>.One);
        var scaled = (power.AsInt32() + (Vector256.ConvertToInt32Native(n) << 23)).AsSingle();
        return Vector256.AndNot(scaled, Vector256.LessThan(x, Vector256.Create(LowestResult)));
    }
}
