namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Bias: how accurate the scorer is, and for whom.</summary>
public static class BiasMeasures
{
    /// <summary>Share of responses whose machine level equals the human level.</summary>
    public static Measure Accuracy { get; } = new()
    {
        Code = "accuracy",
        Title = "accuracy",
        Question = Question.Bias,
        Unit = Unit.Share,
        IsSigned = false,
        Cells = CellCounts.Untold,
    };

    /// <summary>Accuracy of the reference group minus that of the focal group.</summary>
    public static Measure AccuracyDifference { get; } = new()
    {
        Code = "accuracyDifference",
        Title = "accuracy difference",
        Question = Question.Bias,
        Unit = Unit.Share,
        IsSigned = true,
        Cells = CellCounts.Untold,
        Tolerance = 0.05,
        Primary = new Primary("accuracy difference", "share of responses"),
        Contrast = (cube, reference, focal) => Measures.Accuracy.Of(cube, reference).Value - Measures.Accuracy.Of(cube, focal).Value,
    };

    /// <summary>Accuracy of one training split minus that of another, on the same responses.</summary>
    public static Measure SplitAccuracyDifference { get; } = new()
    {
        Code = "splitAccuracyDifference",
        Title = "accuracy of one training split minus that of another",
        Question = Question.Training,
        Unit = Unit.Share,
        IsSigned = true,
        Cells = CellCounts.Untold,
        Tolerance = 0.05,
    };

    /// <summary>The same difference with the test that it lies inside the tolerance (two one-sided tests).</summary>
    public static Measure SplitAccuracyEquivalence { get; } = new()
    {
        Code = "splitAccuracyEquivalence",
        Title = "equivalence of two training splits in accuracy",
        Question = Question.Training,
        Unit = Unit.Share,
        IsSigned = true,
        Cells = CellCounts.Untold,
    };

    internal static IReadOnlyList<Measure> All => [Accuracy, AccuracyDifference, SplitAccuracyDifference, SplitAccuracyEquivalence];
}
