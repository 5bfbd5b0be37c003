namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// A stream of random numbers for one purpose: SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195), begun from
/// the study's seed and the purpose's name, so that no figure depends on what else is computed, or in which order.
/// </summary>
internal struct RandomStream
{
    private ulong _state;

    public RandomStream(long seed, params ReadOnlySpan<string?> purpose)
    {
        // FNV-1a over the names, so that the start differs for each.
        var hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (var name in purpose)
        {
            foreach (var character in name ?? "")
            {
                hash = (hash ^ character) * 1099511628211UL;
            }
            hash = (hash ^ '\u001f') * 1099511628211UL;
        }
        _state = hash;
        Next();
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
