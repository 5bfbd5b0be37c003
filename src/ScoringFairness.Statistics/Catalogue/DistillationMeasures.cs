namespace ScoringFairness.Statistics.Catalogue;

/// <summary>What training on another scorer's scores gave a scorer.</summary>
public static class DistillationMeasures
{
    /// <summary>
    /// A figure of a student minus that of its teacher, or of the same scorer trained without a teacher, on the same responses; of which
    /// measure and of whom, the row says. The figures are those of <see cref="MitigationMeasures.Contrasts"/> and <see cref="MitigationMeasures.Cost"/>.
    /// </summary>
    public static Measure DistillationEffect { get; } = new()
    {
        Code = "distillationEffect",
        Title = "difference of a student",
        Question = Question.Training,
        // That of the figure which differs.
        Unit = Unit.Coefficient,
        IsSigned = true,
        Cells = CellCounts.Untold,
    };

    internal static IReadOnlyList<Measure> All => [DistillationEffect];
}
