using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>What an organisation holds its scorers to. Audits take their defaults from it, gates decide by it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OrganisationPolicy
{
    /// <summary>The reference group of an attribute where an audit names none, such as { "gender": "male" }; else the largest group.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = new Dictionary<string, string>();

    /// <summary>Tolerances by measure; measures left out keep the service's default.</summary>
    public IReadOnlyDictionary<string, double> Tolerances { get; init; } = new Dictionary<string, double>();

    /// <summary>Least acceptable values by measure; measures left out keep the service's default.</summary>
    public IReadOnlyDictionary<string, double> Minimums { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// A preset whose tolerances and minimums it takes, below its own; GET /v1/policy/presets lists them. A gate that names no
    /// measures asks for the preset's.
    /// </summary>
    public string? Preset { get; init; }

    /// <summary>Groups with a smaller share of the responses give no contrast (default 0, with a preset that has one its own).</summary>
    public double MinGroupShare { get; init; }

    /// <summary>Groups with fewer responses give no contrast (default 30).</summary>
    public int MinGroupSize { get; init; } = AuditDefaults.MinGroupSize;

    /// <summary>Counts below this are suppressed in what leaves the service (default 10).</summary>
    public int MinCellSize { get; init; } = AuditDefaults.MinCellSize;

    /// <summary>What a gate asks of an audit.</summary>
    public GateRule Gate { get; init; } = new();

    /// <summary>Days after which the texts of responses are erased, counted from when they were stored; null: kept.</summary>
    public int? TextsKeptDays { get; init; }

    /// <summary>The policy with the values of its preset written out below its own.</summary>
    public OrganisationPolicy WrittenOut()
    {
        if (PolicyPresets.Find(Preset) is not { } preset)
        {
            return this;
        }
        return this with
        {
            Tolerances = With(preset, Bound.Tolerance, Tolerances),
            Minimums = With(preset, Bound.Minimum, Minimums),
            MinGroupShare = Math.Max(MinGroupShare, preset.MinGroupShare),
        };
    }

    private static SortedDictionary<string, double> With(PolicyPreset preset, Bound bound, IReadOnlyDictionary<string, double> own) => new(
        preset.Of(bound).Where(rule => !own.ContainsKey(rule.Key)).Concat(own).ToDictionary(), StringComparer.Ordinal);

    /// <summary>The policy with the service's defaults written out where it says nothing.</summary>
    public OrganisationPolicy WithDefaults()
    {
        var bounds = PolicyBounds.Of(this, preset: null, tolerances: null, minimums: null, minGroupShare: null);
        return this with { Tolerances = bounds.Tolerances, Minimums = bounds.Minimums, Gate = Gate with { Measures = AskedAtGate() } };
    }

    /// <summary>
    /// What the gate asks for: the measures that it names, else those of the preset, or of the three questions, and whatever has a
    /// minimum in force, so that no scorer passes by being wrong alike for all groups.
    /// </summary>
    public IReadOnlyList<string> AskedAtGate() => Gate.Measures ??
    [
        .. (PolicyPresets.Find(Preset)?.Rules.Select(rule => rule.Measure) ?? MeasureCatalogue.Primary.Select(measure => measure.Code))
            .Union(MinimumsAtGate()),
    ];

    /// <summary>
    /// What a gate that names no measures holds to a minimum whatever the audit: the service's but for those beside a second human, whom few
    /// audits have, and the policy's.
    /// </summary>
    public IEnumerable<string> MinimumsAtGate() => AuditDefaults.Minimums.Keys
        .Where(code => MeasureCatalogue.Of(code).Question != Question.Raters).Union(WrittenOut().Minimums.Keys);

    /// <summary>The reference group of an attribute; null: the largest.</summary>
    public string? Reference(string attribute) =>
        References.FirstOrDefault(one => string.Equals(one.Key, attribute, StringComparison.OrdinalIgnoreCase)).Value ?? AuditDefaults.Reference(attribute);

    /// <summary>Whether the organisation has put it in force, rather than the service's defaults hold: its least sizes then are a floor.</summary>
    [JsonIgnore]
    public bool IsPutInForce { get; init; }

    /// <summary>What is wrong with it, by field.</summary>
    public Refusals Check()
    {
        var errors = new Refusals();
        foreach (var (measure, tolerance) in Tolerances)
        {
            ToleranceRule.Check(measure, tolerance, double.PositiveInfinity, JsonPointer.Below("tolerances", measure), errors);
        }
        PolicyBounds.Check(Preset, Minimums, MinGroupShare, errors);
        errors.Unless(MinGroupSize >= 2, "minGroupSize", $"is {MinGroupSize}; send 2 or more.");
        errors.Unless(MinCellSize >= 1, "minCellSize", $"is {MinCellSize}; send 1 or more: with 1 every count is told.");
        errors.Unless(TextsKeptDays is null or >= 1, "textsKeptDays", $"is {TextsKeptDays}; send 1 or more, or leave it out to keep texts.");
        errors.Unless(Gate.MinimumN >= 2, "gate/minimumN", $"is {Gate.MinimumN}; send 2 or more.");
        errors.Unless(
            Gate.Measures is null || (Gate.Measures.Count > 0 && Gate.Measures.All(GateRule.Judged.Contains)), "gate/measures",
            $"must be left out or name measures that have a verdict: {string.Join(", ", GateRule.Judged)}.");
        foreach (var split in Gate.Splits.Where(split => !TrainingSplit.IsOne(split)))
        {
            errors.Add("gate/splits", $"names '{split}', which is no training split; send mixed, mixedMatched, or only: and a group, such as only:male.");
        }
        foreach (var (attribute, group) in References)
        {
            var field = JsonPointer.Below("references", attribute);
            errors.AddIf(field, Identifier.Problem(attribute) is { } ofName ? $"is no attribute: its name {ofName}." : null);
            errors.AddIf(field, Identifier.Problem(group) is { } ofGroup ? $"{ofGroup}; send the label of a group, such as male." : null);
        }
        return errors;
    }
}

/// <summary>What a gate asks of an audit.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record GateRule
{
    /// <summary>The measures that have a verdict.</summary>
    [JsonIgnore]
    public static IReadOnlyList<string> Judged { get; } = [.. AuditDefaults.Tolerances.Keys.Concat(AuditDefaults.TakeMinimums)];

    /// <summary>
    /// The measures whose whole interval must lie within its tolerance, or at or above its minimum (default: those of the preset, else of
    /// the three questions, and every measure with a minimum in force, such as qwk).
    /// </summary>
    public IReadOnlyList<string>? Measures { get; init; }

    /// <summary>Responses of each group below which a figure decides nothing (default 100).</summary>
    public int MinimumN { get; init; } = 100;

    /// <summary>The training splits that are judged; scores from outside always are (default: mixed, the scorer that would be used).</summary>
    public IReadOnlyList<string> Splits { get; init; } = [TrainingSplit.Mixed];
}
