using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>The dropout masks of a fit, one after the other.</summary>
/// <remarks>
/// torch's own dropout draws from the process's generator, which fits that run side by side would share: then no fit would give
/// the same result twice. Each mask has keys of its own, so that a stream goes on from the number of masks drawn.
/// </remarks>
internal sealed class DropoutMasks(ulong seed)
{
    /// <summary>Where they are drawn.</summary>
    public TorchDevice Device { get; set; } = TorchDevice.Cpu;

    /// <summary>Masks drawn so far; set, the stream goes on from there.</summary>
    public ulong Drawn { get; set; }

    /// <summary>The next mask, for a kernel; none where the probability is 0.</summary>
    public DropoutMask Next(double probability) => probability == 0 ? DropoutMask.None : new(Keys(), probability);

    /// <summary>The next mask as a tensor of the shape: 0 with the probability, else what keeps the expectation, 1 / (1 − probability).</summary>
    public Tensor Draw(long[] shape, double probability)
    {
        if (!Device.SeesMemory) return Device.Mask(shape, probability, Keys().Next());
        var mask = empty(shape);
        new DropoutMask(Keys(), probability).Fill(mask.Floats());
        return mask;
    }

    /// <summary>Those of the next mask.</summary>
    private SplitMix64 Keys() => new(seed + unchecked(++Drawn * 0xD1B5_4A32_D192_ED03UL));
}
