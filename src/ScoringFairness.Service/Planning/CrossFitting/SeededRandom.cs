using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ScoringFairness.Service.Planning.CrossFitting;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195): a generator whose numbers are the same in every
/// version of .NET, which <see cref="Random"/> does not promise.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A seed that follows from the audit's and from what it is for.</summary>
    public static ulong SeedOf(long seed, params ReadOnlySpan<object> purpose)
    {
        var key = new StringBuilder().Append(seed);
        foreach (var part in purpose)
        {
            key.Append('\u001f').Append(part);
        }
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())));
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
