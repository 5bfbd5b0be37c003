using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>What a BERT is trained on: the processor or a GPU, with the precision of its matrix products.</summary>
/// <remarks>
/// On the processor, layers, dropout masks and the optimizer work on the memory of tensors themselves. Anywhere else that memory cannot be
/// seen, and torch's own operations do the same: the path of any device, which runs on the processor too (<see cref="Generic"/>).
/// </remarks>
public sealed record TorchDevice
{
    /// <summary>Seeding the GPUs' generators and drawing from one must not be torn apart: all fits of the process share them.</summary>
    private static readonly Lock GpuGenerators = new();

    private readonly int? _gpu;

    private TorchDevice(int? gpu, TorchPrecision precision) => (_gpu, Precision, SeesMemory) = (gpu, precision, gpu is null);

    /// <summary>The processor, in float32.</summary>
    public static TorchDevice Cpu { get; } = new(null, TorchPrecision.Float32);

    /// <summary>What the encoder's matrix products are computed in.</summary>
    public TorchPrecision Precision { get; private init; }

    /// <summary>Whether it is a GPU.</summary>
    public bool IsGpu => _gpu is not null;

    /// <summary>What a reader of a fit's scores should know; null of the processor in float32.</summary>
    public string? Note => (_gpu, Precision) switch
    {
        (null, TorchPrecision.Float32) => null,
        (null, _) => "Trained and scored with matrix products in bfloat16.",
        (_, TorchPrecision.Float32) => "Trained and scored on a GPU, in float32.",
        _ => "Trained and scored on a GPU, with matrix products in bfloat16.",
    };

    /// <summary>Whether the memory of its tensors can be read and written here.</summary>
    internal bool SeesMemory { get; private init; }

    /// <summary>Tokens, padding counted, that are trained on at once: few keep a processor's caches, many fill a GPU and still fit into its memory.</summary>
    internal int TokensTrainedAtOnce => SeesMemory ? 2_048 : 8_192;

    /// <summary>Tokens, padding counted, that are scored at once.</summary>
    internal int TokensScoredAtOnce => SeesMemory ? 4_096 : 32_768;

    /// <summary>torch's own name of it.</summary>
    internal Device Torch => _gpu is { } gpu ? new(DeviceType.CUDA, gpu) : CPU;

    /// <summary>A device by its name: <c>cpu</c>, <c>cuda</c> (the first GPU) or <c>cuda:N</c>, counted from 0. Nothing is loaded or looked for yet.</summary>
    /// <param name="name">The name.</param>
    /// <param name="precision">Null: float32 on the processor, bfloat16 on a GPU.</param>
    /// <exception cref="FormatException">There is no such name.</exception>
    public static TorchDevice Parse(string name, TorchPrecision? precision = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "cpu") return Cpu.In(precision ?? TorchPrecision.Float32);
        if (name == "cuda") return new(0, precision ?? TorchPrecision.BFloat16);
        return name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var gpu)
            ? new(gpu, precision ?? TorchPrecision.BFloat16)
            : throw new FormatException($"'{name}' is no device: there are cpu, cuda, and cuda:N where several GPUs are, counted from 0");
    }

    /// <summary>The same device with another precision.</summary>
    public TorchDevice In(TorchPrecision precision) => this with { Precision = precision };

    /// <summary>Its kind and its precision, which figures differ by; GPUs of a machine are alike.</summary>
    public override string ToString() => $"{(IsGpu ? "cuda" : SeesMemory ? "cpu" : "cpu, path of any device")} {Precision}";

    /// <summary>The processor, by the path of any device.</summary>
    internal static TorchDevice Generic(TorchPrecision precision = TorchPrecision.Float32) => Cpu with { Precision = precision, SeesMemory = false };

    /// <summary>A dropout mask, drawn on the device: 0 with the probability, else 1 / (1 − probability).</summary>
    /// <remarks>TorchSharp makes generators for the processor only; a GPU's own is seeded anew for each mask.</remarks>
    internal Tensor Mask(long[] shape, double probability, ulong seed)
    {
        var mask = empty(shape, device: Torch);
        if (IsGpu)
        {
            lock (GpuGenerators)
            {
                cuda.manual_seed_all(unchecked((long)seed));
                mask.bernoulli_(1 - probability);
            }
        }
        else
        {
            using var generator = new Generator(seed);
            mask.bernoulli_(1 - probability, generator);
        }
        // Held to the end of the call: one that is made in passing may be collected while it is read.
        using var kept = (Scalar)(1 - probability);
        return mask.div_(kept);
    }

    /// <summary>Waits until all that it was given to do is done, so that a clock tells the truth.</summary>
    internal void Synchronize()
    {
        if (IsGpu) cuda.synchronize(Torch);
    }

    /// <summary>Does a fit's work.</summary>
    /// <exception cref="FitException">The GPU has too little memory, or failed.</exception>
    internal T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (IsGpu && exception is ExternalException or InvalidOperationException && DeviceFailure.Of(exception) is { } failure)
        {
            throw failure;
        }
    }
}
