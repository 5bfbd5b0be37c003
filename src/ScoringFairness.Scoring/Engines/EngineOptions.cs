namespace ScoringFairness.Scoring.Engines;

/// <summary>How an engine outside the process is run.</summary>
public sealed record EngineOptions
{
    /// <summary>Its name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The program (on the PATH, or with its full path) and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Longest time of one fit.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most resident memory of all its processes together, in MiB.</summary>
    public long MemoryMiB { get; init; } = 4096;

    /// <summary>Threads it should use.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Environment variables beside PATH, LANG, HOME, TMPDIR and OMP_NUM_THREADS; it gets no others.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Options that are passed on to it as they are.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
