using ScoringFairness.Scoring;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Scorers.Mitigations;

/// <summary>The mitigations of a scorer in the form of a new audit: each chosen stands beside the scorer without one.</summary>
internal static class MitigationBoxes
{
    /// <summary>A box for each mitigation.</summary>
    /// <param name="field">The field under which the choices are sent.</param>
    /// <param name="scorer">The scorer in words.</param>
    public static IEnumerable<FormBox> Of(string field, string scorer) =>
        Enum.GetValues<MitigationArm>().Select(arm => new FormBox(
            field, Word(arm), $"{scorer}, {Word(arm)}: {Words(arm)}", "Beside the same without it; the group is used in training, never in scoring"));

    /// <summary>The mitigations that were chosen.</summary>
    public static IReadOnlyList<MitigationArm> Read(PostedForm form, string field) =>
        [.. Enum.GetValues<MitigationArm>().Where(arm => form.Has(field, Word(arm)))];

    private static string Word(MitigationArm arm) => ContractJson.Word(arm.ToString());

    private static string Words(MitigationArm arm) => arm switch
    {
        MitigationArm.Balanced => "each group weighs the same",
        MitigationArm.Reweighed => "weights make group and human score independent",
        _ => "the squared gap at equal human score is part of the loss",
    };
}
