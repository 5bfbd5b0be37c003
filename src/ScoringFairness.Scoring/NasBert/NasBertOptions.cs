namespace ScoringFairness.Scoring.NasBert;

/// <summary>How NAS-BERT is trained, and where its weights lie.</summary>
public sealed record NasBertOptions
{
    /// <summary>The folder of the weights, in <c>mlnet</c> below it; fetched into it at the first use.</summary>
    public required string Folder { get; init; }

    /// <summary>What the weights must have; null: whatever they have.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Passes over the training responses.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Responses per step; the trainer's loss is their sum, so more of them are a larger step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Longest time of one fit.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Most resident memory of its process, in MiB.</summary>
    public long MemoryMiB { get; init; } = 8192;

    /// <summary>The folder of the program that trains.</summary>
    internal string Program { get; init; } = Path.Combine(AppContext.BaseDirectory, "nas-bert");

    /// <summary>What is wrong with the options, in sentences.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Epochs is < 1 or > 200) problems.Add($"epochs must be between 1 and 200, not {Epochs}.");
        if (BatchSize is < 1 or > 512) problems.Add($"batchSize must be between 1 and 512, not {BatchSize}.");
        if (LearningRate is not (> 0 and <= 0.1)) problems.Add($"learningRate must be above 0 and at most 0.1, not {LearningRate}.");
        return problems;
    }
}
