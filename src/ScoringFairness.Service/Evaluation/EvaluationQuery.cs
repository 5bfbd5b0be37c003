using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The query of <c>POST /v1/evaluations</c>: where each value stands, and how it is evaluated.</summary>
internal sealed record EvaluationQuery : RowQuery
{
    private const string TolerancePrefix = "tolerance.";
    private const string MinimumPrefix = "minimum.";

    /// <summary>The column of the item (default itemId; without one all rows are one item).</summary>
    [FromQuery(Name = "itemId")]
    public string? ItemId { get; init; }

    /// <summary>The column of the student (default studentId; without one every row is a student of its own).</summary>
    [FromQuery(Name = "studentId")]
    public string? StudentId { get; init; }

    /// <summary>The column of the response's id; with it, a response sent twice is refused (default responseId, if it is there).</summary>
    [FromQuery(Name = "responseId")]
    public string? ResponseId { get; init; }

    /// <summary>The column of the group (default group); several, with commas between, are crossed: gender,ell.</summary>
    [FromQuery(Name = "group")]
    public string? Group { get; init; }

    /// <summary>The column of the human score (default humanScore).</summary>
    [FromQuery(Name = "humanScore")]
    public string? HumanScore { get; init; }

    /// <summary>The column of a second human score, where some responses have one (default humanScore2, if it is there).</summary>
    [FromQuery(Name = "humanScore2")]
    public string? HumanScore2 { get; init; }

    /// <summary>The column of the machine score (default machineScore).</summary>
    [FromQuery(Name = "machineScore")]
    public string? MachineScore { get; init; }

    /// <summary>The column of the scorer's name (default scorer; without one the scorer is called machine).</summary>
    [FromQuery(Name = "scorer")]
    public string? Scorer { get; init; }

    /// <summary>The groups that are compared, with commas between (default: all); one called NA or None is a group only where it is named.</summary>
    [FromQuery(Name = "groups")]
    public string? Groups { get; init; }

    /// <summary>
    /// What becomes of the rows of groups that are not named: leaveOut (default), or merge, into one group called other, or compare.
    /// </summary>
    [FromQuery(Name = "otherGroups"), AllowedValues("leaveOut", "merge", "compare")]
    public string? OtherGroups { get; init; }

    /// <summary>The reference group (default: the largest).</summary>
    [FromQuery(Name = "reference")]
    public string? Reference { get; init; }

    /// <summary>The focal group (default: every other).</summary>
    [FromQuery(Name = "focal")]
    public string? Focal { get; init; }

    /// <summary>Lowest score of the scale (default: the lowest score of human and machine).</summary>
    [FromQuery(Name = "scaleMin")]
    public double? ScaleMin { get; init; }

    /// <summary>Highest score of the scale (default: the highest score of human and machine).</summary>
    [FromQuery(Name = "scaleMax")]
    public double? ScaleMax { get; init; }

    /// <summary>Step of the scale (default 1).</summary>
    [FromQuery(Name = "scaleStep")]
    public double? ScaleStep { get; init; }

    /// <summary>The seed of everything random (default 17).</summary>
    [FromQuery(Name = "seed")]
    public long? Seed { get; init; }

    /// <summary>Bootstrap draws, and as many permutations (default 2,000).</summary>
    [FromQuery(Name = "bootstrap")]
    public int? Bootstrap { get; init; }

    /// <summary>The draws of the bootstrap, and as many permutations.</summary>
    internal int Draws => Bootstrap ?? AuditDefaults.Bootstrap;

    /// <summary>Nominal coverage of intervals (default 0.95).</summary>
    [FromQuery(Name = "confidence")]
    public double? Confidence { get; init; }

    /// <summary>Whether p values are adjusted over the groups of a measure too, beside items and scorers (default false).</summary>
    [FromQuery(Name = "adjustOverGroups")]
    public bool? AdjustOverGroups { get; init; }

    /// <summary>Groups with fewer responses give no contrast (default 30).</summary>
    [FromQuery(Name = "minGroupSize")]
    public int? MinGroupSize { get; init; }

    /// <summary>Counts below this are suppressed in the answer (default 10).</summary>
    [FromQuery(Name = "minCellSize")]
    public int? MinCellSize { get; init; }

    /// <summary>A preset of tolerances and minimums, below those of the query: paper, ets, naep or ll144; GET /v1/policy/presets lists them.</summary>
    [FromQuery(Name = "preset")]
    public string? Preset { get; init; }

    /// <summary>Groups with a smaller share of the responses give no contrast, such as 0.02 (default 0, with some presets their own).</summary>
    [FromQuery(Name = "minGroupShare")]
    public double? MinGroupShare { get; init; }

    /// <summary>
    /// What figures are held to: tolerances and minimums of the query (<c>tolerance.&lt;measure&gt;</c>, <c>minimum.&lt;measure&gt;</c>)
    /// above its preset's, and these above the policy's.
    /// </summary>
    public PolicyBounds Bounds(IQueryCollection query, OrganisationPolicy policy, Refusals errors)
    {
        PolicyBounds.Check(Preset, minimums: null, MinGroupShare, errors);
        return PolicyBounds.Of(
            policy, Preset,
            ByMeasure(query, TolerancePrefix, (measure, value, name) => ToleranceRule.Check(measure, value, double.PositiveInfinity, name, errors), errors),
            ByMeasure(query, MinimumPrefix, (measure, value, name) => ToleranceRule.CheckMinimum(measure, value, name, errors), errors), MinGroupShare);
    }

    private static Dictionary<string, double> ByMeasure(
        IQueryCollection query, string prefix, Action<string, double, string> check, Refusals errors)
    {
        var asked = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, values) in query.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (!double.TryParse(values[0], System.Globalization.CultureInfo.InvariantCulture, out var value))
            {
                errors.Add(name, "is not a number; write it like 0.1.");
                continue;
            }
            var measure = name[prefix.Length..];
            check(measure, value, name);
            asked[measure] = value;
        }
        return asked;
    }

    /// <summary>The groups that are named; empty: all are compared.</summary>
    internal IReadOnlyList<string> Named =>
        NameList.Of(Groups);

    /// <summary>What becomes of the others; null where the word is none.</summary>
    internal Audits.OtherGroups? Others => Enum.GetValues<Audits.OtherGroups>().Cast<Audits.OtherGroups?>()
        .FirstOrDefault(one => string.Equals(one.ToString(), OtherGroups ?? (Groups is null ? "compare" : "leaveOut"), StringComparison.OrdinalIgnoreCase));

    /// <summary>The scale as it was sent; null: it is that of the scores.</summary>
    internal ScoreScale? SentScale => ScaleMin is { } min && ScaleMax is { } max && ScoreScale.Problem(min, max, ScaleStep ?? 1) is null
        ? new ScoreScale(min, max, ScaleStep ?? 1) : null;

    /// <inheritdoc/>
    public override void Check(Refusals errors)
    {
        base.Check(errors);
        errors.Unless(
            (Percent != true && Levels is null) || (ScaleMin is not null && ScaleMax is not null), Levels is null ? "percent" : "levels",
            "needs the scale: send scaleMin and scaleMax, for example scaleMin=0&scaleMax=3.");
        errors.Unless(Bootstrap is null or (>= 100 and <= 100_000), "bootstrap", $"is {Bootstrap}; send 100 to 100000.");
        errors.Unless(Confidence is null or (>= 0.5 and <= 0.999), "confidence", "must be from 0.5 to 0.999; 0.95 is customary.");
        NameList.Once("group", Group, errors);
        NameList.Once("groups", Groups, errors);
        errors.Unless(
            OtherGroups is null || Groups is not null, "otherGroups", "says what becomes of groups that are not named; name those compared in groups.");
        errors.Unless(
            Others != Audits.OtherGroups.Merge || !Named.Contains(GroupNames.Merged), "groups",
            $"names '{GroupNames.Merged}', as the merged groups would be called; leave it out.");
        errors.Unless(MinGroupSize is null or >= 2, "minGroupSize", $"is {MinGroupSize}; send 2 or more.");
        errors.Unless(MinCellSize is null or >= 0, "minCellSize", $"is {MinCellSize}; send 0 or more.");
        if (ScaleMin is { } min && ScaleMax is { } max && ScoreScale.Problem(min, max, ScaleStep ?? 1) is { } problem)
        {
            errors.Add("scaleMin", problem);
        }
        errors.Unless(ScaleStep is null or (> 0 and < 1e6), "scaleStep", "must be a positive number such as 1 or 0.5.");
        errors.Unless((ScaleMin is null) == (ScaleMax is null), "scaleMin", "scaleMin and scaleMax go together.");
    }
}
