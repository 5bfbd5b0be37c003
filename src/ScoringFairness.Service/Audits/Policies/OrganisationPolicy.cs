using System.Text.Json.Serialization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>What an organisation holds its scorers to. Audits take their defaults from it, gates decide by it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OrganisationPolicy
{
    /// <summary>The reference group of an attribute where an audit names none, such as { "gender": "male" }; else the largest group.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = new Dictionary<string, string>();

    /// <summary>Tolerances by measure; measures left out keep the service's default.</summary>
    public IReadOnlyDictionary<string, double> Tolerances { get; init; } = new Dictionary<string, double>();

    /// <summary>Groups with fewer responses give no contrast (default 30).</summary>
    public int MinGroupSize { get; init; } = AuditDefaults.MinGroupSize;

    /// <summary>Counts below this are suppressed in what leaves the service (default 10).</summary>
    public int MinCellSize { get; init; } = AuditDefaults.MinCellSize;

    /// <summary>What a gate asks of an audit.</summary>
    public GateRule Gate { get; init; } = new();

    /// <summary>Days after which the texts of responses are erased, counted from when they were stored; null: kept.</summary>
    public int? TextsKeptDays { get; init; }

    /// <summary>The tolerance of each measure that has one: of those that are asked for, else the policy's, else the service's.</summary>
    public SortedDictionary<string, double> TolerancesWith(IEnumerable<KeyValuePair<string, double>>? asked)
    {
        var all = new SortedDictionary<string, double>(AuditDefaults.Tolerances.ToDictionary(), StringComparer.Ordinal);
        foreach (var (measure, tolerance) in Tolerances.Concat(asked ?? []))
        {
            all[measure] = tolerance;
        }
        return all;
    }

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
            ToleranceRule.Check(measure, tolerance, double.PositiveInfinity, "tolerances", errors);
        }
        errors.Unless(MinGroupSize >= 2, "minGroupSize", $"is {MinGroupSize}; send 2 or more.");
        errors.Unless(MinCellSize >= 0, "minCellSize", $"is {MinCellSize}; send 0 or more.");
        errors.Unless(TextsKeptDays is null or >= 1, "textsKeptDays", $"is {TextsKeptDays}; send 1 or more, or leave it out to keep texts.");
        errors.Unless(Gate.MinimumN >= 2, "gate.minimumN", $"is {Gate.MinimumN}; send 2 or more.");
        errors.Unless(
            Gate.Measures.Count > 0 && Gate.Measures.All(GateRule.Judged.Contains), "gate.measures",
            $"must name measures that have a verdict: {string.Join(", ", GateRule.Judged)}.");
        return errors;
    }
}

/// <summary>What a gate asks of an audit.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record GateRule
{
    /// <summary>The measures that have a verdict.</summary>
    [JsonIgnore]
    public static IReadOnlyList<string> Judged { get; } = [.. AuditDefaults.Tolerances.Keys.Concat(AuditDefaults.Minimums.Keys)];

    /// <summary>The measures whose whole interval must lie within tolerance (default: those of the three questions).</summary>
    public IReadOnlyList<string> Measures { get; init; } =
        [.. MeasureCatalogue.Primary.Select(measure => measure.Code)];

    /// <summary>Responses of each group below which a figure decides nothing (default 100).</summary>
    public int MinimumN { get; init; } = 100;

    /// <summary>The training splits that are judged; scores from outside always are (default: mixed, the scorer that would be used).</summary>
    public IReadOnlyList<string> Splits { get; init; } = [TrainingSplit.Mixed];
}
