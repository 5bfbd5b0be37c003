namespace ScoringFairness.Statistics.Catalogue;

/// <summary>What a scorer's probabilities say.</summary>
public static class ProbabilityMeasures
{
    /// <summary>Model absolute density distance.</summary>
    public static Measure Madd { get; } = new()
    {
        Code = "madd",
        Title = "model absolute density distance",
        Question = Question.Probabilities,
        Unit = Unit.Coefficient,
        IsSigned = false,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Contrasts, "MADD")],
    };

    /// <summary>Expected calibration error.</summary>
    public static Measure ExpectedCalibrationError { get; } = new()
    {
        Code = "expectedCalibrationError",
        Title = "expected calibration error",
        Question = Question.Probabilities,
        Unit = Unit.Share,
        IsSigned = false,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Agreement, "Calibration error", Place: 1)],
    };

    internal static IReadOnlyList<Measure> All => [Madd, ExpectedCalibrationError];
}
