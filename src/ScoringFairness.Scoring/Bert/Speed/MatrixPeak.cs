using System.Diagnostics;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Speed;

/// <summary>What this machine's matrix products reach at best.</summary>
public static class MatrixPeak
{
    private const int Size = 1536;
    private const int Tries = 8;

    /// <summary>Multiplies square matrices of float32 and takes the fastest of several tries.</summary>
    /// <param name="threads">Torch threads.</param>
    /// <returns>Operations per second, in 10⁹.</returns>
    public static double Gflops(int threads)
    {
        set_num_threads(threads);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (a, b) = (rand(Size, Size), rand(Size, Size));
        var best = double.PositiveInfinity;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var started = Stopwatch.GetTimestamp();
            using var product = matmul(a, b);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return 2.0 * Size * Size * Size / best / 1e9;
    }
}
