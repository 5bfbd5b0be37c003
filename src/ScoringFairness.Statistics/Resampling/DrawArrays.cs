using System.Collections.Concurrent;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Arrays of draws that one evaluation leaves to the next: an evaluation has some twenty megabytes of them at once, which the garbage
/// collector would clear, move and forget each time.
/// </summary>
internal static class DrawArrays
{
    private const long MostBytes = 32L << 20;

    private static readonly ConcurrentDictionary<int, ConcurrentBag<double[]>> Left = new();
    private static long _bytes;

    /// <summary>An array for so many draws; what stands in it is of no meaning.</summary>
    public static double[] Take(int count)
    {
        if (!Left.TryGetValue(count, out var arrays) || !arrays.TryTake(out var array))
        {
            return GC.AllocateUninitializedArray<double>(count);
        }
        Interlocked.Add(ref _bytes, -Bytes(array));
        return array;
    }

    /// <summary>Leaves an array that nobody uses any more, unless enough are kept.</summary>
    public static void Leave(double[] array)
    {
        if (Interlocked.Add(ref _bytes, Bytes(array)) > MostBytes)
        {
            Interlocked.Add(ref _bytes, -Bytes(array));
            return;
        }
        Left.GetOrAdd(array.Length, _ => []).Add(array);
    }

    private static long Bytes(double[] array) => (long)array.Length * sizeof(double);
}
