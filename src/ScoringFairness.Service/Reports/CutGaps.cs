using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>Says in words where a gap that a trained scorer adds was made by the cuts between levels, and not by what it learnt.</summary>
internal static class CutGaps
{
    /// <summary>A share of the reported change: what there is less of before the scale was made by it.</summary>
    private const double Half = 0.5;

    /// <summary>What to know of the widest line of each scorer and split.</summary>
    public static IEnumerable<AuditWarning> Of(MeasureIndex figures) =>
        from scorer in figures.Scorers
        let line = figures.Widest(scorer.Scorer, scorer.Split)
        from contrast in figures.Contrasts
        let reported = figures.OfContrast(DisparityMeasures.MeanScoreGapChange, line, contrast.Name)
        let expected = figures.Expected(DisparityMeasures.MeanScoreGapChange, line, contrast.Name)
        where reported is not null && expected is not null && IsOfCuts(reported, expected)
        select new AuditWarning("cutsMadeTheGap", line.ItemId,
            $"Scorer {figures.Name(line)}, {contrast.Title}: the change of the mean score gap is {Told(reported)} of scores as reported, and {Told(expected)} "
            + "before they were brought onto the scale. The cuts between levels made it, not what the scorer learnt; with others (option cuts) it may not "
            + "be there.");

    /// <summary>A change is shown of what is reported and not of what was before, which is less than half of it.</summary>
    private static bool IsOfCuts(MeasureRow reported, MeasureRow expected) =>
        (reported.Low > 0 || reported.High < 0) && expected is { Low: <= 0, High: >= 0 }
        && Math.Abs(expected.Value!.Value) < Half * Math.Abs(reported.Value!.Value);

    private static string Told(MeasureRow row) => $"{FigureFormat.Number(row.Value, isSigned: true)} {FigureFormat.Interval(row, isSigned: true)}";
}
