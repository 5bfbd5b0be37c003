using System.Text.Json.Serialization;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Bert;
using ScoringFairness.Service.Scores;

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

    /// <summary>The time from which submitted responses take part; null: from the first.</summary>
    public DateTimeOffset? SubmittedFrom { get; init; }

    /// <summary>The time before which submitted responses take part; null: to the last.</summary>
    public DateTimeOffset? SubmittedTo { get; init; }

    /// <summary>The responses that take part.</summary>
    [JsonIgnore]
    internal ResponseSelection Selection => new(Cohort, SubmittedFrom, SubmittedTo);

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

    /// <summary>What may be spent on chat models, in the currency of the settings; null: no limit of the audit's own.</summary>
    public decimal? Budget { get; init; }
}

/// <summary>A scorer with every default written out; what belongs to scorers of another kind is null.</summary>
public sealed record ScorerDesign : ScorerRecipe
{
    /// <summary>A scorer that is no BERT.</summary>
    public ScorerDesign()
    {
    }

    /// <summary>A BERT.</summary>
    internal ScorerDesign(BertRecipe recipe)
        : base(recipe)
    {
    }

    /// <summary>bert or linear (trained here), engine (trained by a program configured here), chat (a chat model at an endpoint) or external (scores sent before).</summary>
    public required string Kind { get; init; }

    /// <summary>The name that its figures stand under.</summary>
    public required string Name { get; init; }

    /// <summary>The scorer whose scores came from outside; null for one that is trained.</summary>
    public string? Scorer { get; init; }

    /// <summary>
    /// The commit that a checkpoint of the hub stands for: every training run of the audit starts from it. Null until the first
    /// one begins, and for checkpoints that are not the hub's.
    /// </summary>
    public string? CheckpointCommit { get; init; }

    /// <summary>The training splits; none for scores from outside and for a chat model that learns nothing.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>Whether its scores came from outside.</summary>
    [JsonIgnore]
    public bool IsExternal => Scorer is not null;

    /// <summary>The splits under which its figures stand: one for each that is trained, null where there are none.</summary>
    [JsonIgnore]
    public IEnumerable<string?> MeasuredSplits => Splits.Count == 0 ? [null] : [.. Splits];

    /// <summary>The splits of its fits: one without a name for a scorer that learns nothing, none for scores from outside.</summary>
    [JsonIgnore]
    public IEnumerable<string> FittedSplits => IsExternal ? [] : Splits.Count == 0 ? [MachineScores.NoSplit] : Splits;
}
