using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Blocks;

/// <summary>The dropout masks of a fit, drawn one after the other from a stream of its own.</summary>
/// <remarks>
/// torch's own dropout draws from the process's generator, which fits that run side by side would share: then no fit would give
/// the same result twice. And its generators draw one number at a time, which costs more than the matrix products of attention;
/// here eight xoshiro128+ run abreast (Blackman, Vigna 2021, doi:10.1145/3460772). Each mask has seeds of its own, so that a
/// stream goes on from the number of masks drawn.
/// </remarks>
internal sealed class DropoutMasks(ulong seed)
{
    /// <summary>Where they are drawn.</summary>
    public TorchDevice Device { get; set; } = TorchDevice.Cpu;

    /// <summary>Masks drawn so far; set, the stream goes on from there.</summary>
    public ulong Drawn { get; set; }

    /// <summary>A mask of the shape: 0 with the probability, else what keeps the expectation, 1 / (1 − probability).</summary>
    public Tensor Draw(long[] shape, double probability)
    {
        if (!Device.SeesMemory) return Device.Mask(shape, probability, Seeds().Next());
        var mask = empty(shape);
        Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), probability);
        return mask;
    }

    private void Fill(Span<float> mask, double probability)
    {
        var seeds = Seeds();
        var (s0, s1, s2, s3) = (Lanes(seeds), Lanes(seeds), Lanes(seeds), Lanes(seeds));
        var threshold = Vector256.Create((int)Math.Round(probability * int.MaxValue));
        var scale = Vector256.Create((float)(1 / (1 - probability))).AsInt32();
        var vectors = MemoryMarshal.Cast<float, Vector256<int>>(mask);
        for (var at = 0; at < vectors.Length; at++) vectors[at] = Next();
        if (vectors.Length * Vector256<int>.Count is var done && done < mask.Length)
        {
            var last = Next().AsSingle();
            for (var at = done; at < mask.Length; at++) mask[at] = last[at - done];
        }

        Vector256<int> Next()
        {
            var drawn = s0 + s3;
            var t = s1 << 9;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = (s3 << 11) | (s3 >>> 21);
            // The highest bits are the best of xoshiro128+; 31 of them make a comparison with a sign.
            return Vector256.GreaterThanOrEqual((drawn >>> 1).AsInt32(), threshold) & scale;
        }
    }

    /// <summary>Those of the next mask.</summary>
    private SplitMix64 Seeds() => new(seed + unchecked(++Drawn * 0xD1B5_4A32_D192_ED03UL));

    private static Vector256<uint> Lanes(SplitMix64 seeds) =>
        Vector256.Create(seeds.Next(), seeds.Next(), seeds.Next(), seeds.Next()).AsUInt32();
}
