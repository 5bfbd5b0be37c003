using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Audits;

/// <summary>A scorer of an audit with every default written out; what a kind has of its own stands in the kind's own record.</summary>
[JsonConverter(typeof(RuntimeTypeConverter<ScorerDesign>))]
public abstract record ScorerDesign
{
    /// <summary>A scorer of a kind.</summary>
    /// <param name="kind">The kind's word.</param>
    /// <param name="isTrained">Whether fits make its scores; false: they were there before the audit.</param>
    /// <param name="hasVectors">Whether its engines tell the vectors that scores are made of.</param>
    protected ScorerDesign(string kind, bool isTrained = true, bool hasVectors = false) => (Kind, IsTrained, HasVectors) = (kind, isTrained, hasVectors);

    /// <summary>What it is; tells what else stands here.</summary>
    [JsonPropertyOrder(-3)]
    public string Kind { get; }

    /// <summary>The name that its figures stand under.</summary>
    [JsonPropertyOrder(-2)]
    public required string Name { get; init; }

    /// <summary>The training splits; none for a scorer that learns nothing.</summary>
    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>Whether fits make its scores; false: they were there before the audit.</summary>
    [JsonIgnore]
    public bool IsTrained { get; }

    /// <summary>Whether its engines tell the vectors that scores are made of.</summary>
    [JsonIgnore]
    public bool HasVectors { get; }

    /// <summary>The splits under which its figures stand: one for each that is trained, null where there are none.</summary>
    [JsonIgnore]
    public IEnumerable<string?> MeasuredSplits => Splits.Count == 0 ? [null] : [.. Splits];

    /// <summary>The splits of its fits: one without a name for a scorer that learns nothing, none where there are no fits.</summary>
    [JsonIgnore]
    public IEnumerable<string> FittedSplits => !IsTrained ? [] : Splits.Count == 0 ? [MachineScores.NoSplit] : Splits;
}
