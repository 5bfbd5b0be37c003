using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>One dropout mask: a number for each element, which can be asked for in any order and need not be kept for the gradient.</summary>
/// <remarks>
/// Counter-based (Salmon, Moraes, Dror, Shaw 2011, doi:10.1145/2063384.2063405): an element's number is a hash of its place and of
/// the mask's two keys, after Wellons's two-round 32-bit permutation. torch's dropout draws one number after the other, which
/// costs more than the matrix products of attention, and keeps the mask.
/// </remarks>
internal readonly struct DropoutMask
{
    private static readonly Vector256<uint> Places = Vector256.CreateSequence(0u, 1u);

    private readonly uint _first;
    private readonly uint _second;
    private readonly int _threshold;
    private readonly float _scale;

    /// <summary>A mask.</summary>
    /// <param name="keys">Gives its two keys.</param>
    /// <param name="probability">Of an element to be dropped.</param>
    public DropoutMask(SplitMix64 keys, double probability)
    {
        var key = keys.Next();
        (_first, _second) = ((uint)key, (uint)(key >> 32));
        _threshold = (int)Math.Round(probability * int.MaxValue);
        _scale = (float)(1 / (1 - probability));
    }

    /// <summary>The mask that keeps all elements as they are.</summary>
    public static DropoutMask None => default;

    /// <summary>Whether nothing is dropped.</summary>
    public bool IsNone => _scale == 0;

    /// <summary>The mask of eight elements: 0 with the probability, else what keeps the expectation, 1 / (1 − probability).</summary>
    /// <param name="element">The place of the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> At(uint element)
    {
        var x = (Places + Vector256.Create(element)) ^ Vector256.Create(_first);
        x = (x ^ (x >>> 16)) * 0x21F0_AAADu;
        x = ((x ^ (x >>> 15)) + Vector256.Create(_second)) * 0x735A_2D97u;
        x ^= x >>> 15;
        // The highest bits are the best of a product; 31 of them make a comparison with a sign.
        return Vector256.AndNot(Vector256.Create(_scale), Vector256.LessThan((x >>> 1).AsInt32(), Vector256.Create(_threshold)).AsSingle());
    }

    /// <summary>Writes the mask out.</summary>
    public void Fill(Span<float> mask)
    {
        var at = 0;
        for (; at + Vector256<float>.Count <= mask.Length; at += Vector256<float>.Count) At((uint)at).CopyTo(mask[at..]);
        if (at == mask.Length) return;
        Span<float> last = stackalloc float[Vector256<float>.Count];
        At((uint)at).CopyTo(last);
        last[..(mask.Length - at)].CopyTo(mask[at..]);
    }
}
