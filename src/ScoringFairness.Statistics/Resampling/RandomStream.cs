namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// A stream of random numbers for one draw of one purpose: SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195),
/// begun from the study's seed, the purpose's name and the draw's number, so that no figure depends on what else is computed,
/// in which order, or by how many threads.
/// </summary>
internal struct RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>The stream of a draw.</summary>
    public RandomStream(ulong purpose, int draw) => _state = Mix(purpose + Golden * ((ulong)draw + 1));

    /// <summary>The number that stands for a purpose: FNV-1a over the seed and the names.</summary>
    public static ulong Purpose(long seed, params ReadOnlySpan<string?> names)
    {
        var hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (var name in names)
        {
            foreach (var character in name ?? "")
            {
                hash = (hash ^ character) * 1099511628211UL;
            }
            hash = (hash ^ '\u001f') * 1099511628211UL;
        }
        return Mix(hash);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>A number from 0 to below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Two independent standard normal numbers (Box and Muller 1958).</summary>
    public (double First, double Second) Normals()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * Uniform());
        return (radius * cosine, radius * sine);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
