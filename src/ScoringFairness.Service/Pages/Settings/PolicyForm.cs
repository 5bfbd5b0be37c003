using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>The form of a policy, whose fields are called by their places in the policy's JSON.</summary>
internal static class PolicyForm
{
    private const string ToleranceField = "tolerances/";
    private const string MinimumField = "minimums/";

    /// <summary>The tolerances that may be asked for: field, label and default, those of the three questions first.</summary>
    public static IReadOnlyList<(string Field, string Label, double? Default, bool IsPrimary)> Bounds { get; } =
    [
        .. from measure in MeasureCatalogue.All
           where AuditDefaults.Tolerances.ContainsKey(measure.Code)
           orderby MeasureCatalogue.Primary.Contains(measure) descending
           select (ToleranceField + measure.Code, $"Tolerance, {measure.Title} ({Words(measure.Unit)})", (double?)AuditDefaults.Tolerances[measure.Code],
               MeasureCatalogue.Primary.Contains(measure)),
        .. from code in AuditDefaults.TakeMinimums
           let measure = MeasureCatalogue.Of(code)
           select (MinimumField + code, $"Minimum, {measure.Title}", AuditDefaults.Minimums.TryGetValue(code, out var least) ? least : (double?)null,
               measure == AgreementMeasures.Qwk),
    ];

    /// <summary>The form of a policy in force.</summary>
    public static SettingsForm Of(OrganisationPolicy policy) => SettingsForm.Of(
    [
        ("preset", policy.Preset),
        ("references", string.Join('\n', policy.References.Select(one => $"{one.Key} = {one.Value}"))),
        .. policy.Tolerances.Select(one => (ToleranceField + one.Key, (object?)one.Value)),
        .. policy.Minimums.Select(one => (MinimumField + one.Key, (object?)one.Value)),
        ("minGroupSize", policy.MinGroupSize), ("minCellSize", policy.MinCellSize), ("minGroupShare", policy.MinGroupShare),
        ("textsKeptDays", policy.TextsKeptDays), ("gate/minimumN", policy.Gate.MinimumN), ("gate/splits", string.Join(", ", policy.Gate.Splits)),
        .. (policy.Gate.Measures ?? []).Select(measure => ("gate/measures", (object?)measure)),
    ]);

    /// <summary>The policy that a form stands for; what cannot be read is told.</summary>
    public static OrganisationPolicy Read(SettingsForm form, Refusals errors)
    {
        var posted = form.Posted(errors);
        var defaults = new OrganisationPolicy();
        return new OrganisationPolicy
        {
            Preset = posted["preset"],
            References = References(posted["references"], errors),
            Tolerances = Of(posted, ToleranceField),
            Minimums = Of(posted, MinimumField),
            MinGroupSize = posted.Whole("minGroupSize") ?? defaults.MinGroupSize,
            MinCellSize = posted.Whole("minCellSize") ?? defaults.MinCellSize,
            MinGroupShare = (double?)posted.Number("minGroupShare") ?? defaults.MinGroupShare,
            TextsKeptDays = posted.Whole("textsKeptDays"),
            Gate = new GateRule
            {
                Measures = posted.All("gate/measures") is { Count: > 0 } named ? named : null,
                MinimumN = posted.Whole("gate/minimumN") ?? defaults.Gate.MinimumN,
                Splits = posted["gate/splits"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } splits
                    ? splits
                    : defaults.Gate.Splits,
            },
        };
    }

    private static Dictionary<string, double> Of(PostedForm posted, string prefix) => Bounds
        .Where(bound => bound.Field.StartsWith(prefix, StringComparison.Ordinal))
        .Select(bound => (Code: bound.Field[prefix.Length..], Value: (double?)posted.Number(bound.Field))).Where(one => one.Value is not null)
        .ToDictionary(one => one.Code, one => one.Value!.Value);

    private static Dictionary<string, string> References(string? text, Refusals errors)
    {
        var references = new Dictionary<string, string>();
        foreach (var line in text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } attribute, { Length: > 0 } group])
            {
                references[attribute] = group;
            }
            else
            {
                errors.Add("references", $"'{line}' is no line such as gender = male.");
            }
        }
        return references;
    }

    private static string Words(Unit unit) => unit == Unit.Points ? "points" : "share";
}
