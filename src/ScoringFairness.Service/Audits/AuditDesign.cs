using System.Text.Json.Serialization;

namespace ScoringFairness.Service.Audits;

/// <summary>An audit as it is run and stored: the request with every default written out.</summary>
public sealed record AuditDesign
{
    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Ids of the items.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>The cohort; null: all responses.</summary>
    public string? Cohort { get; init; }

    /// <summary>The attribute whose groups are compared, or several that are crossed.</summary>
    public required AttributeSelection Attribute { get; init; }

    /// <summary>The reference group.</summary>
    public required string Reference { get; init; }

    /// <summary>The focal group; null where the reference is contrasted with every other group.</summary>
    public string? Focal { get; init; }

    /// <summary>The groups of the contrasts, reference first.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The scorers.</summary>
    public required IReadOnlyList<ScorerDesign> Scorers { get; init; }

    /// <summary>Folds of the cross-fitting.</summary>
    public required int Folds { get; init; }

    /// <summary>Times that the cross-fitting is repeated with other seeds.</summary>
    public required int Repeats { get; init; }

    /// <summary>The one seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>Bootstrap draws, and as many permutations.</summary>
    public required int Bootstrap { get; init; }

    /// <summary>Nominal coverage of intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>The tolerance of each measure that has one.</summary>
    public required IReadOnlyDictionary<string, double> Tolerances { get; init; }

    /// <summary>Groups with fewer responses give no contrast.</summary>
    public required int MinGroupSize { get; init; }

    /// <summary>Counts from 1 to below this are suppressed in what leaves the service.</summary>
    public required int MinCellSize { get; init; }
}

/// <summary>A scorer with every default written out.</summary>
public sealed record ScorerDesign
{
    /// <summary>bert or linear (trained here), engine (trained by a program configured here) or external (scores sent before).</summary>
    public required string Kind { get; init; }

    /// <summary>The name that its figures stand under.</summary>
    public required string Name { get; init; }

    /// <summary>The scorer whose scores came from outside; null for one that is trained.</summary>
    public string? Scorer { get; init; }

    /// <summary>What the training of a BERT starts from; null for other scorers, as are epochs, learning rate, batch size and tokens.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The training splits; none for scores from outside.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>Passes over the training responses.</summary>
    public int? Epochs { get; init; }

    /// <summary>Highest learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Responses per step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Tokens a response is cut to.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether its scores came from outside.</summary>
    [JsonIgnore]
    public bool IsExternal => Scorer is not null;

    /// <summary>The splits under which its figures stand: one for each that is trained, null for scores from outside.</summary>
    [JsonIgnore]
    public IEnumerable<string?> MeasuredSplits => IsExternal ? [null] : [.. Splits];
}
