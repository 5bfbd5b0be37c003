using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Catalogue;

/// <summary>
/// Agreement of machine and human, as the assessment field reports it. The least that is customary (Williamson, Xi, Breyer 2012,
/// Educational Measurement 31(1), 2–13): QWK and correlation of .70, and no more than .10 below two human raters.
/// </summary>
public static class AgreementMeasures
{
    private const double CustomaryLeast = 0.7;
    private const double CustomaryDegradation = -0.1;
    private const string NoVariation = "The scores do not vary, or there are fewer than two.";

    /// <summary>Quadratic weighted kappa.</summary>
    public static Measure Qwk { get; } = OfAgreement("qwk", "quadratic weighted kappa", "QWK") with
    {
        Minimum = CustomaryLeast,
        Form = new MeasureForm.OfMoments(QuadraticWeightedKappa.Of) { Reason = NoVariation },
        Raters = new RaterComparison(Least: CustomaryDegradation, Heading: "QWK"),
    };

    /// <summary>Pearson's correlation.</summary>
    public static Measure Correlation { get; } = OfAgreement("correlation", "correlation", "Correlation") with
    {
        Minimum = CustomaryLeast,
        Form = new MeasureForm.OfMoments(Measures.Correlation.Of) { Reason = NoVariation },
        Raters = new RaterComparison(Least: CustomaryDegradation, Heading: "Correlation"),
    };

    /// <summary>Share of responses with the human's level: accuracy under the assessment field's name.</summary>
    public static Measure ExactAgreement { get; } = OfAgreement("exactAgreement", "exact agreement", "Exact", Unit.Share) with
    {
        Form = new MeasureForm.OfRate(Accuracy.Of),
        Raters = new RaterComparison(Heading: "Exact"),
    };

    /// <summary>Share of responses within one point of the human score.</summary>
    public static Measure AdjacentAgreement { get; } = OfAgreement("adjacentAgreement", "adjacent agreement", "Adjacent", Unit.Share) with
    {
        Form = new MeasureForm.OfRate(Measures.AdjacentAgreement.Of),
        Raters = new RaterComparison(),
    };

    /// <summary>Cohen's kappa.</summary>
    public static Measure Kappa { get; } = OfAgreement("kappa", "Cohen's kappa", "Kappa") with
    {
        Form = new MeasureForm.OfCounts(Measures.Kappa.Of) { Reason = "Human and machine both give one and the same score throughout." },
        Raters = new RaterComparison(Heading: "Kappa"),
    };

    /// <summary>Root mean squared error.</summary>
    public static Measure Rmse { get; } = OfAgreement("rmse", "root mean squared error", "RMSE", Unit.Points, place: 1) with
    {
        Form = new MeasureForm.OfMoments(RootMeanSquaredError.Of) { Reason = NoVariation },
    };

    /// <summary>1 − SSE/SST.</summary>
    public static Measure R2 { get; } = OfAgreement("r2", "coefficient of determination", "R²", place: 1) with
    {
        Form = new MeasureForm.OfMoments(CoefficientOfDetermination.Of) { Reason = NoVariation },
    };

    /// <summary>Standardised mean difference, machine minus human.</summary>
    public static Measure Smd { get; } = OfAgreement("smd", "standardized mean difference, machine minus human", "SMD", Unit.Standardized) with
    {
        IsSigned = true,
        HasForms = true,
        Tolerance = 0.15,
        Form = new MeasureForm.OfMoments(StandardizedMeanDifference.Of) { Reason = NoVariation, OfRaters = StandardizedMeanDifference.OfRaters },
        Raters = new RaterComparison(Heading: "SMD"),
    };

    /// <summary>Difference between standardised means of a group.</summary>
    public static Measure Dsm { get; } = OfAgreement("dsm", "difference between standardized means of a group", "DSM", Unit.Standardized) with
    {
        IsSigned = true,
        HasForms = true,
        Tolerance = 0.1,
        Raters = new RaterComparison(IsSubtracted: false),
    };

    /// <summary>Proportional reduction in mean squared error against the true score.</summary>
    public static Measure Prmse { get; } = OfAgreement("prmse", "proportional reduction of mean squared error", "PRMSE", place: 1);

    internal static IReadOnlyList<Measure> All =>
        [Qwk, Correlation, ExactAgreement, AdjacentAgreement, Kappa, Rmse, R2, Smd, Dsm, Prmse];

    private static Measure OfAgreement(string code, string title, string heading, Unit unit = Unit.Coefficient, int place = 0) => new()
    {
        Code = code,
        Title = title,
        Question = Question.Agreement,
        Unit = unit,
        IsSigned = false,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Agreement, heading, Place: place)],
    };
}
