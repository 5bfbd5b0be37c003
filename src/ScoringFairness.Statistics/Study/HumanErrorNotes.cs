using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Study;

/// <summary>
/// Says at every figure that conditions on the human score that this score holds error, where the groups differ in its mean. A
/// group's human scores then lie, given one of them, off its true scores toward the group's own mean, so that a scorer that is fair
/// given the true score is not given the human's (Johnson, Liu, McCaffrey 2022, doi 10.1111/jedm.12335).
/// </summary>
internal static class HumanErrorNotes
{
    private const string Text =
        "Humans err, and these groups differ in mean human score: a scorer that is fair given the true score then differs at equal human score.";

    /// <summary>The rows of a scorer, with that note where it is due.</summary>
    public static IEnumerable<MeasureRow> Noted(this IEnumerable<MeasureRow> rows, ScorerScopes scopes)
    {
        var apart = scopes.All.ToDictionary(scope => (scope.ItemId, scope.Item is null ? RowCodes.Responses : null), Apart);
        return rows.Select(row => row.Value is not null && MeasureCatalogue.Of(row.Measure).IsGivenHuman && IsOfSeveral(row) && IsApart(row)
            ? row with { Note = row.Note is null ? Text : $"{row.Note} {Text}" }
            : row);

        bool IsApart(MeasureRow row) => row.Over == RowCodes.Items
            ? apart.Values.Any(contrasts => Has(contrasts, row))
            : Has(apart[(row.ItemId, row.Over)], row);
    }

    /// <summary>Rates of one group compare nothing; regressions have rows of groups that do.</summary>
    private static bool IsOfSeveral(MeasureRow row) => row.Contrast is not null || MeasureCatalogue.Of(row.Measure).Question == Question.Errors;

    private static bool Has(HashSet<string> contrasts, MeasureRow row) =>
        row.Contrast is null or RowCodes.LargestContrast ? contrasts.Count > 0 : contrasts.Contains(row.Contrast);

    private static HashSet<string> Apart(Scope scope) =>
    [
        .. from focal in scope.Focal
           let gap = Means.Welch(
               JointMoments.Of(scope.Cube, scope.Reference).Human, JointMoments.Of(scope.Cube, focal).Human, scope.Options.Confidence)
           where gap.Low > 0 || gap.High < 0
           select scope.Contrast(scope.Reference, focal),
    ];
}
