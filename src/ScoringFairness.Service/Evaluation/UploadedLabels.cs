using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What keeps the labels of a scored row from being told in a report.</summary>
internal static class UploadedLabels
{
    /// <summary>Looks at the labels of a row as they were sent; null where all can be told.</summary>
    public static RowError? Problem(UploadedColumns columns, InputRow row, IReadOnlyList<string?> named)
    {
        var problem = Of(columns.Item, row[columns.Item], row[columns.Item] == ItemIds.All ? ItemIds.AllIsTaken : null)
            ?? Of(columns.Scorer, row[columns.Scorer], TakenNames.OfScorer(row[columns.Scorer]) is { } ofHuman ? $"{ofHuman}." : null);
        foreach (var (column, label) in columns.Groups.Zip(named))
        {
            problem ??= Of(column, label, TakenNames.OfGroup(label) is { } taken ? $"{taken}."
                : columns.Groups.Count > 1 && label?.Contains('|', StringComparison.Ordinal) == true
                    ? "holds '|', which stands between crossed groups; replace it."
                : null);
        }
        return problem is { } found ? new RowError(row.Number, found.Column, "label", $"{found.Column} {found.Message}") : null;
    }

    private static (string Column, string Message)? Of(string column, string? label, string? taken) =>
        label is null ? null
        : (taken ?? PlainText.Problem(label) ?? (label.Length > Identifier.MaximumLength
            ? $"has {label.Length} characters; send {Identifier.MaximumLength} at most." : null)) is { } problem ? (column, problem) : null;
}
