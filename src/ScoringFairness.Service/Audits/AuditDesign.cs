using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Audits;

/// <summary>An audit as it is run and stored: the request with every default written out.</summary>
public sealed record AuditDesign
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Items { get; init; }

    public string? Cohort { get; init; }

    public required AttributeSelection Attribute { get; init; }

    public required string Reference { get; init; }

    /// <summary>The focal group; null where the reference is contrasted with every other group.</summary>
    public string? Focal { get; init; }

    /// <summary>The groups of the contrasts, reference first.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    public required IReadOnlyList<ScorerDesign> Scorers { get; init; }

    public required int Folds { get; init; }

    public required int Repeats { get; init; }

    public required long Seed { get; init; }

    public required int Bootstrap { get; init; }

    public required double Confidence { get; init; }

    public required IReadOnlyDictionary<string, double> Tolerances { get; init; }

    public required int MinGroupSize { get; init; }

    public required int MinCellSize { get; init; }
}

/// <summary>A scorer with every default written out.</summary>
public sealed record ScorerDesign
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The scorer whose scores came from outside; null for one that is trained.</summary>
    public string? Scorer { get; init; }

    /// <summary>What training starts from; null for scores from outside, as is all below.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The training splits; none for scores from outside.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    public int? Epochs { get; init; }

    public double? LearningRate { get; init; }

    public int? BatchSize { get; init; }

    public int? MaxTokens { get; init; }

    /// <summary>Whether its scores came from outside.</summary>
    [JsonIgnore]
    public bool IsExternal => Scorer is not null;

    /// <summary>The splits under which its figures stand: one for each that is trained, null for scores from outside.</summary>
    [JsonIgnore]
    public IEnumerable<string?> MeasuredSplits => IsExternal ? [null] : [.. Splits];
}
