namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Disparity: mean scores, their gap between groups, and what the scorer adds to it.</summary>
public static class DisparityMeasures
{
    /// <summary>Mean score.</summary>
    public static Measure MeanScore { get; } = new()
    {
        Code = "meanScore",
        Title = "mean score",
        Question = Question.Disparity,
        Unit = Unit.Points,
        IsSigned = false,
        Cells = CellCounts.Untold,
        HasForms = true,
        IsOfHuman = true,
    };

    /// <summary>
    /// Mean score of the reference group minus that of the focal group. A tolerance of 0.2 is the rule of Latif, Zhai and Liu
    /// (arXiv 2312.10833).
    /// </summary>
    public static Measure MeanScoreGap { get; } = new()
    {
        Code = "meanScoreGap",
        Title = "mean score gap",
        Question = Question.Disparity,
        Unit = Unit.Points,
        IsSigned = true,
        Cells = CellCounts.Untold,
        HasForms = true,
        Tolerance = 0.2,
        IsOfHuman = true,
        Form = new MeasureForm.OfMeans(Measures.MeanScoreGap.Of, scores => scores.Machine),
        Contrast = Measures.MeanScoreGap.Of,
    };

    /// <summary>The mean score gap in pooled standard deviations of the human scores.</summary>
    public static Measure StandardizedMeanScoreGap { get; } = new()
    {
        Code = "standardizedMeanScoreGap",
        Title = "standardized mean score gap",
        Question = Question.Disparity,
        Unit = Unit.Standardized,
        IsSigned = true,
        Cells = CellCounts.Untold,
        HasForms = true,
        IsOfHuman = true,
        Columns = [new TableColumn(MeasureTable.Contrasts, "Standardized MSG")],
        Form = new MeasureForm.OfContrast(Measures.MeanScoreGap.Standardized) { Reason = "The human scores do not vary within the groups." },
    };

    /// <summary>Mean score gap of the machine minus that of the human.</summary>
    public static Measure MeanScoreGapChange { get; } = new()
    {
        Code = "meanScoreGapChange",
        Title = "change of the mean score gap",
        Question = Question.Disparity,
        Unit = Unit.Points,
        IsSigned = true,
        Cells = CellCounts.Untold,
        HasForms = true,
        Tolerance = 0.1,
        Primary = new Primary("MSG change", "score points, machine − human"),
        Form = new MeasureForm.OfMeans(Measures.MeanScoreGapChange.Of, scores => scores.Error),
        Contrast = Measures.MeanScoreGapChange.Of,
    };

    internal static IReadOnlyList<Measure> All => [MeanScore, MeanScoreGap, StandardizedMeanScoreGap, MeanScoreGapChange];
}
