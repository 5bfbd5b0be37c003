using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages;

/// <summary>The groups of the attribute in the items that a form chooses.</summary>
/// <param name="Attribute">The attribute, or several that are crossed, for people.</param>
/// <param name="Groups">The groups, the largest first.</param>
/// <param name="NotReported">How many responses report none, in words; null: none, or nobody is told.</param>
/// <param name="Customary">The reference group where none is chosen.</param>
public sealed record FormGroups(string Attribute, IReadOnlyList<FormGroup> Groups, string? NotReported, string Customary)
{
    private const string Prefix = "group:";

    /// <summary>What may become of a group, with the words of it.</summary>
    public static IReadOnlyList<(OtherGroups Use, string Words)> Uses { get; } =
        [(OtherGroups.Compare, "compare"), (OtherGroups.Merge, "merge into “other”"), (OtherGroups.LeaveOut, "leave out")];

    /// <summary>From how many on a group is compared.</summary>
    public required int Least { get; init; }

    /// <summary>The field that says what becomes of a group.</summary>
    public static string FieldOf(string label) => Prefix + label;

    /// <summary>The group of such a field.</summary>
    public static string LabelOf(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field[Prefix.Length..];
    }

    /// <summary>Whether a field says what becomes of a group.</summary>
    public static bool IsField(string field) => field?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>What becomes of a group by the form; null: it is no group, as the word is taken for a missing value.</summary>
    public OtherGroups? UseOf(FormGroup group, AuditForm form)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(form);
        if (form.Values.ContainsKey(FieldOf(group.Label)))
        {
            return Use(form[FieldOf(group.Label)]);
        }
        var named = form.NamedGroups;
        if (named.Any(word => string.Equals(word, group.Label, StringComparison.OrdinalIgnoreCase)))
        {
            return OtherGroups.Compare;
        }
        if (group.IsMissing)
        {
            return group.Label == form["reference"] || group.Label == form["focal"] ? OtherGroups.Compare : null;
        }
        var others = Use(form["otherGroups"]) ?? (named.Count > 0 ? OtherGroups.LeaveOut : OtherGroups.Compare);
        return named.Count == 0 && !group.IsSmall ? OtherGroups.Compare : others;
    }

    /// <summary>What an audit is asked for by the choices of the form; nothing where all groups are compared.</summary>
    internal static (WordList? Groups, OtherGroups? Others) Read(PostedForm form, IEnumerable<string> fields, FormGroups? shown, Refusals errors)
    {
        var chosen = fields.Where(IsField)
            .Select(field => (Label: field[Prefix.Length..], Use: Use(form[field]))).ToList();
        List<string> Of(OtherGroups use) => [.. chosen.Where(one => one.Use == use).Select(one => one.Label)];
        var (compared, merged, left) = (Of(OtherGroups.Compare), Of(OtherGroups.Merge), Of(OtherGroups.LeaveOut));
        var unseen = shown?.Groups.Where(group => !group.IsMissing && !chosen.Exists(one => one.Label == group.Label)).ToList() ?? [];
        var words = shown?.Groups.Where(group => group.IsMissing && compared.Contains(group.Label)).Select(group => group.Label).ToList() ?? [];
        if (merged.Count + left.Count == 0)
        {
            return words.Count == 0 ? (null, null) : (new WordList(words), OtherGroups.Compare);
        }
        errors.Unless(unseen.Count == 0, "groups",
            $"There are groups of these items that were not shown before: {Said(unseen.Select(group => group.Label))}. Choose what becomes of them, "
                + "and send it again.");
        errors.Unless(merged.Count == 0 || left.Count == 0, "groups",
            $"An audit merges the groups that are not compared, or leaves them out: {Said(merged)} would be merged, {Said(left)} left out. "
                + "Choose the same of all.");
        return (new WordList(compared), merged.Count > 0 ? OtherGroups.Merge : OtherGroups.LeaveOut);
    }

    /// <summary>The word of the form for what becomes of a group.</summary>
    public static string Word(OtherGroups use) => ContractJson.Word(use.ToString());

    /// <summary>What a word of the form stands for; null: nothing.</summary>
    public static OtherGroups? Use(string? word) =>
        Enum.GetValues<OtherGroups>().Cast<OtherGroups?>().FirstOrDefault(one => Word(one!.Value) == word);

    private static string Said(IEnumerable<string> labels) => string.Join(", ", labels.Select(label => $"'{label}'"));
}

/// <summary>A group that the form of a new audit shows.</summary>
/// <param name="Label">Its label in the data.</param>
/// <param name="N">How many responses it has, in words in which small counts are suppressed; null for who may not read them.</param>
/// <param name="IsSmall">Whether it has fewer responses than a group that is compared.</param>
/// <param name="IsMissing">Whether its label is taken for a missing value unless the audit names it.</param>
public sealed record FormGroup(string Label, string? N, bool IsSmall, bool IsMissing)
{
    /// <summary>Whether it may be said that it is small: not where it is suppressed because of another.</summary>
    public bool IsToldSmall { get; init; }

    /// <summary>Whether it may not be said if it is large enough to be compared: a small group's number would follow from its own.</summary>
    public bool IsOpen { get; init; }
}
