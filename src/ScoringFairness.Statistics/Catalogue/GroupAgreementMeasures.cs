using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Agreement of machine and human set against each other by group, and the errors that hurt.</summary>
public static class GroupAgreementMeasures
{
    private const string NoAgreement = "The scores of a group do not vary, or there are fewer than two.";

    // Within a field's initial value the compiler would make these anew for every draw.
    private static readonly Func<JointMoments, double> _kappa = QuadraticWeightedKappa.Of;
    private static readonly Func<JointMoments, double> _correlation = Correlation.Of;

    /// <summary>QWK of the reference group minus that of the focal group.</summary>
    public static Measure QwkDifference { get; } = Difference("qwkDifference", "difference of quadratic weighted kappa", "QWK") with
    {
        Form = new MeasureForm.OfContrast((cube, reference, focal) => AgreementDifference.Of(_kappa, cube, reference, focal))
        {
            Reason = NoAgreement,
        },
    };

    /// <summary>Correlation of the reference group minus that of the focal group.</summary>
    public static Measure CorrelationDifference { get; } = Difference("correlationDifference", "difference of correlations", "Correlation") with
    {
        Form = new MeasureForm.OfContrast((cube, reference, focal) => AgreementDifference.Of(_correlation, cube, reference, focal))
        {
            Reason = NoAgreement,
        },
    };

    /// <summary>PRMSE of the reference group minus that of the focal group.</summary>
    public static Measure PrmseDifference { get; } =
        Difference("prmseDifference", "difference of proportional reductions of mean squared error", "PRMSE");

    /// <summary>Share of responses two levels or more from the human's.</summary>
    public static Measure LargeErrorRate { get; } = new()
    {
        Code = "largeErrorRate",
        Title = "share of large errors (two levels or more)",
        Question = Question.Bias,
        Unit = Unit.Share,
        IsSigned = false,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Agreement, "Large errors", Place: 1)],
        Form = new MeasureForm.OfRate(LargeErrors.Of) { Reason = NoLargeError },
    };

    /// <summary>Large errors of the reference group minus those of the focal group.</summary>
    public static Measure LargeErrorRateDifference { get; } =
        Difference("largeErrorRateDifference", "difference of shares of large errors", "Large errors", Question.Bias, Unit.Share);

    internal static IReadOnlyList<Measure> All => [QwkDifference, CorrelationDifference, PrmseDifference, LargeErrorRate, LargeErrorRateDifference];

    /// <summary>Why there is no large error.</summary>
    internal const string NoLargeError = "The scale has two levels, so that no error is two levels large.";

    private static Measure Difference(string code, string title, string heading, Question? question = null, Unit unit = Unit.Coefficient) => new()
    {
        Code = code,
        Title = title,
        Question = question ?? Question.Agreement,
        Unit = unit,
        IsSigned = true,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Contrasts, heading, Place: 1)],
    };
}
