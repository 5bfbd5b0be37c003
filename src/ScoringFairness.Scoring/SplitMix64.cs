namespace ScoringFairness.Scoring;

/// <summary>
/// A small generator of random numbers whose sequence is fixed by its algorithm, not by the runtime's version.
/// </summary>
/// <remarks>Steele, Lea, Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA.</remarks>
internal sealed class SplitMix64
{
    /// <summary>A generator whose first state is given.</summary>
    public SplitMix64(ulong state) => State = state;

    /// <summary>All that the numbers to come depend on.</summary>
    public ulong State { get; set; }

    /// <summary>One of the independent streams of a fit.</summary>
    public static SplitMix64 Of(long seed, FitStream stream)
    {
        var random = new SplitMix64(unchecked((ulong)seed));
        random.State = random.Next() ^ Mix(0xA5A5_0000_0000_0000UL + (ulong)stream);
        return random;
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        State = unchecked(State + 0x9E37_79B9_7F4A_7C15UL);
        return Mix(State);
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1, each as likely as any other.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var limit = ulong.MaxValue - ((ulong.MaxValue % (ulong)bound) + 1) % (ulong)bound;
        ulong drawn;
        do drawn = Next();
        while (drawn > limit);
        return (int)(drawn % (ulong)bound);
    }

    /// <summary>Puts the items into random order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return z ^ (z >> 31);
        }
    }
}

/// <summary>What a fit draws random numbers for; each has a stream of its own.</summary>
internal enum FitStream
{
    /// <summary>Random weights.</summary>
    Weights,

    /// <summary>Dropout masks.</summary>
    Dropout,

    /// <summary>The order of the training responses.</summary>
    Order,

    /// <summary>Further pre-training: the head's weights, the order, the masked tokens.</summary>
    Pretraining,

    /// <summary>The examples that a chat model is shown.</summary>
    Examples,

    /// <summary>The seed of a second training, where the first learnt nothing.</summary>
    SecondTraining,

    /// <summary>The parts of the training responses that the lines a regression begins with are fitted on.</summary>
    Ridge,

    /// <summary>The linear scorer whose place a head sees.</summary>
    Linear,

    /// <summary>The seeds of further trainings, whose mean scores.</summary>
    Ensemble,
}
