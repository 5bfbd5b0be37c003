namespace ScoringFairness.Statistics.Catalogue;

/// <summary>What becomes of scores where words of a list, such as he and she, are put in each other's place.</summary>
public static class SwapMeasures
{
    /// <summary>Mean of the changed text's score minus the text's, over responses that hold such words.</summary>
    public static Measure SwapScoreChange { get; } = new()
    {
        Code = "swapScoreChange",
        Title = "change of the score by swapped words",
        Question = Question.Errors,
        Unit = Unit.Points,
        IsSigned = true,
        Cells = CellCounts.Untold,
    };

    /// <summary>Share of the responses that hold such words whose level changes.</summary>
    public static Measure SwapLevelChange { get; } = new()
    {
        Code = "swapLevelChange",
        Title = "share of responses whose level changes by swapped words",
        Question = Question.Errors,
        Unit = Unit.Share,
        IsSigned = false,
        Cells = CellCounts.Untold,
    };

    internal static IReadOnlyList<Measure> All => [SwapScoreChange, SwapLevelChange];
}
