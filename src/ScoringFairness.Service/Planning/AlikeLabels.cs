namespace ScoringFairness.Service.Planning;

/// <summary>Labels of groups that differ by capitals or spaces alone: one group, most likely, that was written in two ways.</summary>
internal static class AlikeLabels
{
    /// <summary>What is said of each set of such labels among those of an attribute.</summary>
    public static IEnumerable<string> Said(IEnumerable<string> labels) =>
        labels.Distinct().GroupBy(Plain).Where(same => same.Count() > 1).Select(same =>
            $"Groups {string.Join(", ", same.Order(StringComparer.Ordinal).Select(label => $"'{label}'"))} differ by capitals or spaces alone, and each is "
            + "a group of its own. If they are one, write them alike in the data and send those responses again.");

    private static string Plain(string label) => string.Concat(label.Where(sign => !char.IsWhiteSpace(sign))).ToUpperInvariant();
}
