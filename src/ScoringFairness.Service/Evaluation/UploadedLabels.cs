using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What keeps the labels of a scored row from being told in a report.</summary>
/// <param name="item">The column of the item.</param>
/// <param name="scorer">The column of the scorer.</param>
/// <param name="groups">The columns of the groups, which are crossed.</param>
internal sealed class UploadedLabels(string item, string scorer, IReadOnlyList<string> groups)
{
    /// <summary>Looks at the labels of a row as they were sent; null where all can be told.</summary>
    public RowError? Problem(InputRow row, IReadOnlyList<string?> named)
    {
        var problem = Of(item, row[item], row[item] == ItemIds.All ? ItemIds.AllIsTaken : null)
            ?? Of(scorer, row[scorer], TakenNames.OfScorer(row[scorer]) is { } ofHuman ? $"{ofHuman}." : null);
        foreach (var (column, label) in groups.Zip(named))
        {
            problem ??= Of(column, label, TakenNames.OfGroup(label) is { } taken ? $"{taken}."
                : groups.Count > 1 && label?.Contains('|', StringComparison.Ordinal) == true ? "holds '|', which stands between crossed groups; replace it."
                : null);
        }
        return problem is { } found ? new RowError(row.Number, found.Column, "label", $"{found.Column} {found.Message}") : null;
    }

    private static (string Column, string Message)? Of(string column, string? label, string? taken) =>
        label is null ? null
        : (taken ?? PlainText.Problem(label) ?? (label.Length > Identifier.MaximumLength
            ? $"has {label.Length} characters; send {Identifier.MaximumLength} at most." : null)) is { } problem ? (column, problem) : null;
}
