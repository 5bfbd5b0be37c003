using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>Says in words where the change of a gap is shown of scores as reported, and not of those before they were cut into levels.</summary>
internal static class CutGaps
{
    /// <summary>What to know of the widest line of each scorer and split.</summary>
    public static IEnumerable<AuditWarning> Of(MeasureIndex figures) =>
        from scorer in figures.Scorers
        let line = figures.Widest(scorer.Scorer, scorer.Split)
        from contrast in figures.Contrasts
        let found = Find(figures, line, contrast)
        where found is not null
        select new AuditWarning("cutsMadeTheGap", line.ItemId,
            $"Scorer {figures.Name(line)}, {contrast.Title}: a change of the mean score gap is shown of scores as reported, {Told(found.Value.Reported)}, and "
            + $"none of scores before the scale, {Told(found.Value.Expected)}, whose interval leaves the former out. The cuts between levels seem to have a "
            + "part in it; with others (option cuts) it may be less.");

    /// <summary>Whether the cuts seem to have a part in a change.</summary>
    public static bool HavePart(MeasureIndex figures, Line line, GroupContrast contrast) => Find(figures, line, contrast) is not null;

    /// <summary>
    /// A change that is shown of what is reported, not of what was before, and lies outside the interval of that. Both are of the same
    /// responses, so that what is between them is known better than either.
    /// </summary>
    private static (MeasureRow Reported, MeasureRow Expected)? Find(MeasureIndex figures, Line line, GroupContrast contrast)
    {
        var measure = DisparityMeasures.MeanScoreGapChange;
        return figures.OfContrast(measure, line, contrast.Name) is { } reported && Difference.IsShown(reported, measure)
            && figures.Expected(measure, line, contrast.Name) is { Low: <= 0, High: >= 0 } expected
            && (reported.Value < expected.Low || reported.Value > expected.High)
            ? (reported, expected) : null;
    }

    private static string Told(MeasureRow row) => $"{FigureFormat.Number(row.Value, isSigned: true)} {FigureFormat.Interval(row, isSigned: true)}";
}
