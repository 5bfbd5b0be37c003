namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Groups at the same human score, at the same machine score, and above the middle of all scores.</summary>
public static class ConditionalMeasures
{
    /// <summary>E[m | h = k] of the reference group minus that of the focal group, at each human level and over levels.</summary>
    public static Measure ConditionalMeanScoreDifference { get; } = new()
    {
        Code = "conditionalMeanScoreDifference",
        Title = "difference of mean scores at the same human score",
        Question = Question.Fairness,
        Unit = Unit.Points,
        IsSigned = true,
        IsGivenHuman = true,
        // A mean at a level goes with its count.
        Cells = CellCounts.ByDenominators | CellCounts.ByValue,
        Columns = [new TableColumn(MeasureTable.Contrasts, "Mean at equal human score", Place: 1)],
    };

    /// <summary>E[m | true score] of the reference group minus that of the focal group.</summary>
    public static Measure TrueScoreConditionalDifference { get; } = new()
    {
        Code = "trueScoreConditionalDifference",
        Title = "difference of mean scores at the same true score",
        Question = Question.Fairness,
        Unit = Unit.Points,
        IsSigned = true,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Contrasts, "Mean at equal true score", Place: 1)],
    };

    /// <summary>P(human = k | machine = k).</summary>
    public static Measure PositivePredictiveValue { get; } = Predictive("positivePredictiveValue", "positive predictive value", isSigned: false);

    /// <summary>The positive predictive value of the reference group minus that of the focal group.</summary>
    public static Measure PositivePredictiveValueDifference { get; } =
        Predictive("positivePredictiveValueDifference", "difference of positive predictive values", isSigned: true);

    /// <summary>A group's share above the median machine score over the largest such share.</summary>
    public static Measure ImpactRatio { get; } = new()
    {
        Code = "impactRatio",
        Title = "impact ratio",
        Question = Question.Disparity,
        Unit = Unit.Coefficient,
        IsSigned = false,
        Cells = CellCounts.Untold,
        TakesMinimum = true,
        Columns = [new TableColumn(MeasureTable.Agreement, "Impact ratio", Place: 1)],
    };

    internal static IReadOnlyList<Measure> All =>
        [ConditionalMeanScoreDifference, TrueScoreConditionalDifference, PositivePredictiveValue, PositivePredictiveValueDifference, ImpactRatio];

    private static Measure Predictive(string code, string title, bool isSigned) => new()
    {
        Code = code,
        Title = title,
        Question = Question.Fairness,
        Unit = Unit.Share,
        IsSigned = isSigned,
        // With the count of responses that the machine gave the level, the value tells how many of them the human gave it too.
        Cells = CellCounts.ByDenominators | CellCounts.ByValue | CellCounts.ByMachineLevel,
    };
}
