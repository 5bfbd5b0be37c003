using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Speed;

/// <summary>What this machine's matrix products reach at best.</summary>
public static class MatrixPeak
{
    private const int Size = 1536;
    private const int SizeOnGpu = 8192;
    private const int Tries = 8;

    /// <summary>Multiplies square matrices in the device's precision and takes the fastest of several tries.</summary>
    /// <param name="device">The device.</param>
    /// <param name="threads">Torch threads.</param>
    /// <returns>Operations per second, in 10⁹.</returns>
    public static double Gflops(TorchDevice device, int threads)
    {
        ArgumentNullException.ThrowIfNull(device);
        set_num_threads(threads);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        long size = device.IsGpu ? SizeOnGpu : Size;
        var type = device.Precision == TorchPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var (a, b) = (rand(size, size).to(type, device.Torch), rand(size, size).to(type, device.Torch));
        device.Synchronize();
        var best = double.PositiveInfinity;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var started = Stopwatch.GetTimestamp();
            using var product = mm(a, b);
            device.Synchronize();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return 2.0 * size * size * size / best / 1e9;
    }
}
