using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Fairness: rates by level and by cut, their differences between groups, and the odds figures made of them.</summary>
public static class FairnessMeasures
{
    /// <summary>P(machine = k | human = k), or P(machine ≥ k | human ≥ k) by cut.</summary>
    public static Measure TruePositiveRate { get; } = Rate("truePositiveRate", "true positive rate");

    /// <summary>P(machine = k | human ≠ k), or P(machine ≥ k | human &lt; k) by cut.</summary>
    public static Measure FalsePositiveRate { get; } = Rate("falsePositiveRate", "false positive rate");

    /// <summary>True positive rate of the reference group minus that of the focal group.</summary>
    public static Measure TruePositiveRateDifference { get; } =
        Difference("truePositiveRateDifference", "difference of true positive rates", CellCounts.ByDenominators) with { IsGivenHuman = true };

    /// <summary>False positive rate of the reference group minus that of the focal group.</summary>
    public static Measure FalsePositiveRateDifference { get; } =
        Difference("falsePositiveRateDifference", "difference of false positive rates", CellCounts.ByDenominators) with { IsGivenHuman = true };

    /// <summary>P(machine ≥ k) of the reference group minus that of the focal group; its denominators are the groups' sizes.</summary>
    public static Measure DemographicParityDifference { get; } =
        Difference("demographicParityDifference", "demographic parity difference", CellCounts.Untold);

    /// <summary>Equalized odds difference.</summary>
    public static Measure EqualizedOdds { get; } = new()
    {
        Code = "equalizedOdds",
        Title = "equalized odds",
        Question = Question.Fairness,
        Unit = Unit.Share,
        IsSigned = false,
        Cells = CellCounts.ByDenominators,
        IsGivenHuman = true,
        Tolerance = 0.1,
        Main = new RowForm(RowCodes.Level, RowCodes.Mean),
        Primary = new Primary("equalized odds", "mean absolute difference of rates; 0 is even"),
        Columns =
        [
            new TableColumn(MeasureTable.Contrasts, "EO, worst level", new RowForm(RowCodes.Level, RowCodes.Max)),
            new TableColumn(MeasureTable.Contrasts, "EO by cut", new RowForm(RowCodes.Cut, RowCodes.Mean)),
            new TableColumn(MeasureTable.Contrasts, "EO by cut, worst", new RowForm(RowCodes.Cut, RowCodes.Max)),
        ],
        Contrast = (cube, reference, focal) => Measures.EqualizedOdds.Over(cube, reference, focal, Basis.Level).Mean,
    };

    /// <summary>Mean over human levels of the total variation distance of the groups' machine scores.</summary>
    public static Measure EqualizedOddsTotalVariation { get; } = new()
    {
        Code = "equalizedOddsTotalVariation",
        Title = "equalized odds as total variation",
        Question = Question.Fairness,
        Unit = Unit.Share,
        IsSigned = false,
        Cells = CellCounts.Untold,
        IsGivenHuman = true,
        Tolerance = 0.1,
        Columns = [new TableColumn(MeasureTable.Contrasts, "EO, total variation")],
    };

    internal static IReadOnlyList<Measure> All =>
    [
        TruePositiveRate, FalsePositiveRate, TruePositiveRateDifference, FalsePositiveRateDifference, DemographicParityDifference,
        EqualizedOdds, EqualizedOddsTotalVariation,
    ];

    private static Measure Rate(string code, string title) => new()
    {
        Code = code,
        Title = title,
        Question = Question.Fairness,
        Unit = Unit.Share,
        IsSigned = false,
        Cells = CellCounts.ByDenominators,
    };

    private static Measure Difference(string code, string title, CellCounts cells) => new()
    {
        Code = code,
        Title = title,
        Question = Question.Fairness,
        Unit = Unit.Share,
        IsSigned = true,
        Cells = cells,
    };
}
