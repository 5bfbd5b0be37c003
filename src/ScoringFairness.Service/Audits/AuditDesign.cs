using System.Text.Json.Serialization;
using ScoringFairness.Service.Responses;

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
    internal ResponseSelection Selection => new(
        Cohort, SubmittedFrom, SubmittedTo,
        new GroupRule(Attribute.Names, Missing, ComparedGroups, OtherGroups == OtherGroups.Merge ? GroupNames.Merged : null));

    /// <summary>The attribute whose groups are compared, or several that are crossed.</summary>
    public required AttributeSelection Attribute { get; init; }

    /// <summary>Words that stand for a missing value of the attribute.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The groups that take part under their own name; null: all.</summary>
    public IReadOnlyList<string>? ComparedGroups { get; init; }

    /// <summary>What becomes of the other groups: compared too, merged into one called other, or left out.</summary>
    public OtherGroups OtherGroups { get; init; }

    /// <summary>The reference group.</summary>
    public required string Reference { get; init; }

    /// <summary>The focal group; null where the reference is contrasted with every other group.</summary>
    public string? Focal { get; init; }

    /// <summary>The groups of the contrasts, reference first.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>
    /// The groups that have a training split of their own, on every item that has enough of them; those too small for that train in
    /// the mixed split alone. Null, in audits of an older version: all groups.
    /// </summary>
    public IReadOnlyList<string>? SplitGroups { get; init; }

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

    /// <summary>Whether Holm's families span the groups and contrasts of a measure.</summary>
    public bool AdjustOverGroups { get; init; }

    /// <summary>The tolerance of each measure that has one.</summary>
    public required IReadOnlyDictionary<string, double> Tolerances { get; init; }

    /// <summary>The least acceptable value of each measure that has one.</summary>
    public IReadOnlyDictionary<string, double> Minimums { get; init; } = AuditDefaults.Minimums;

    /// <summary>The preset that tolerances and minimums were taken from, but for those that were asked for otherwise; null: none.</summary>
    public string? Preset { get; init; }

    /// <summary>Groups with a smaller share of the responses give no contrast.</summary>
    public double MinGroupShare { get; init; }

    /// <summary>Groups with fewer responses give no contrast.</summary>
    public required int MinGroupSize { get; init; }

    /// <summary>Counts from 1 to below this are suppressed in what leaves the service.</summary>
    public required int MinCellSize { get; init; }

    /// <summary>Says which of the two was asked for smaller, and raised by the policy; told as the audit's first warnings.</summary>
    [JsonIgnore]
    internal IReadOnlyList<AuditWarning> Raised { get; init; } = [];

    /// <summary>What the audit explains: swaps, attribution, groupProbe, decomposition, groupCuts.</summary>
    public IReadOnlyList<string> Explain { get; init; } = [];

    /// <summary>The words that are swapped; null: none are.</summary>
    public SwapDesign? Swaps { get; init; }

    /// <summary>The attribute of a response that names its prompt, for the decomposition; null: an item has one prompt.</summary>
    public string? PromptAttribute { get; init; }

    /// <summary>Which scorers are asked which words move their scores; null: none is.</summary>
    public AttributionDesign? Attribution { get; init; }

    /// <summary>What may be spent on chat models, in the currency of the settings; null: no limit of the audit's own.</summary>
    public decimal? Budget { get; init; }
}
