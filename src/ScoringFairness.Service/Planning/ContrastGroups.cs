using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Planning;

/// <summary>The groups of the contrasts, by the labels of the data.</summary>
/// <param name="Reference">The group that the others are compared with.</param>
/// <param name="Focal">The groups that are compared with it: the one that was asked for, or all others.</param>
/// <param name="Others">All groups but the reference, the largest first.</param>
internal sealed record ContrastGroups(string Reference, IReadOnlyList<string> Focal, IReadOnlyList<string> Others)
{
    /// <summary>Labels, those of larger groups first.</summary>
    public static IReadOnlyList<string> LargestFirst(IEnumerable<(string Label, long N)> sizes) =>
        [.. sizes.OrderByDescending(group => group.N).ThenBy(group => group.Label, StringComparer.Ordinal).Select(group => group.Label)];

    /// <summary>A label as the data write it; upper and lower case are alike where that leaves no doubt.</summary>
    public static string? Find(IReadOnlyList<string> labels, string? label) => labels.FirstOrDefault(one => one == label)
        ?? labels.FirstOrDefault(one => string.Equals(one, label, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds the groups of a request among those of the data; upper and lower case are alike.</summary>
    /// <param name="labels">The groups of the data, two or more, the largest first.</param>
    /// <param name="reference">The reference that is asked for; null: the preferred one, else the largest.</param>
    /// <param name="focal">The focal group that is asked for; null: all others.</param>
    /// <param name="preferred">The reference group by the policy, if the data have it.</param>
    /// <param name="errors">Told of groups that are not there.</param>
    public static ContrastGroups Of(IReadOnlyList<string> labels, string? reference, string? focal, string? preferred, Refusals errors)
    {
        var known = string.Join(", ", labels.Select(label => $"'{label}'"));
        string? Find(string? label) => ContrastGroups.Find(labels, label);
        string? Asked(string? label, string field)
        {
            errors.Unless(label is null || Find(label) is not null, field, $"There is no group '{label}'; there are {known}.");
            return Find(label);
        }
        var other = Asked(focal, "focal");
        var chosen = Asked(reference, "reference")
            ?? (Find(preferred) is { } found && found != other ? found : labels.First(label => label != other));
        errors.Unless(chosen != other, "focal", "is the reference group; name another.");
        IReadOnlyList<string> others = [.. labels.Where(label => label != chosen)];
        return new(chosen, other is null ? others : [other], others);
    }
}
