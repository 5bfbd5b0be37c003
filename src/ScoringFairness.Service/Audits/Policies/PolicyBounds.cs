using ScoringFairness.Service.Host.Json;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>
/// What figures are held to: what is asked for, else what the preset says that is asked for, else the policy's, else the service's.
/// </summary>
/// <param name="Tolerances">Tolerances by measure.</param>
/// <param name="Minimums">Least acceptable values by measure.</param>
/// <param name="MinGroupShare">Groups with a smaller share give no contrast; the policy's is a floor.</param>
/// <param name="Preset">The preset behind them: the one that is asked for, else the policy's; null: none.</param>
internal sealed record PolicyBounds(
    SortedDictionary<string, double> Tolerances, SortedDictionary<string, double> Minimums, double MinGroupShare, PolicyPreset? Preset)
{
    /// <summary>What holds of a request.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="preset">The preset that is asked for.</param>
    /// <param name="tolerances">The tolerances that are asked for.</param>
    /// <param name="minimums">The minimums that are asked for.</param>
    /// <param name="minGroupShare">The least share of a group that is asked for.</param>
    public static PolicyBounds Of(
        OrganisationPolicy policy, string? preset, IEnumerable<KeyValuePair<string, double>>? tolerances,
        IEnumerable<KeyValuePair<string, double>>? minimums, double? minGroupShare)
    {
        var asked = PolicyPresets.Find(preset);
        return new PolicyBounds(
            Layered(AuditDefaults.Tolerances, policy.Tolerances, asked?.Of(Bound.Tolerance), tolerances),
            Layered(AuditDefaults.Minimums, policy.Minimums, asked?.Of(Bound.Minimum), minimums),
            Math.Max(policy.MinGroupShare, minGroupShare ?? asked?.MinGroupShare ?? 0),
            asked ?? PolicyPresets.Find(policy.Preset));
    }

    /// <summary>Adds what is wrong with what is asked for.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="minimums">The minimums.</param>
    /// <param name="minGroupShare">The least share of a group.</param>
    /// <param name="errors">Told of it.</param>
    public static void Check(string? preset, IEnumerable<KeyValuePair<string, double>>? minimums, double? minGroupShare, Host.Api.Refusals errors)
    {
        PolicyPresets.Check(preset, errors);
        foreach (var (measure, minimum) in minimums ?? [])
        {
            ToleranceRule.CheckMinimum(measure, minimum, JsonPointer.Below("minimums", measure), errors);
        }
        errors.Unless(minGroupShare is null or (>= 0 and < 0.5), "minGroupShare", $"is {minGroupShare}; send a share from 0 to below 0.5, such as 0.02.");
    }

    private static SortedDictionary<string, double> Layered(params ReadOnlySpan<IEnumerable<KeyValuePair<string, double>>?> layers)
    {
        var all = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var (measure, value) in layer ?? [])
            {
                all[measure] = value;
            }
        }
        return all;
    }
}
