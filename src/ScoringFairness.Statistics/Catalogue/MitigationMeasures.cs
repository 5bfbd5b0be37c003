namespace ScoringFairness.Statistics.Catalogue;

/// <summary>What a mitigation changed.</summary>
public static class MitigationMeasures
{
    /// <summary>A figure of a mitigated scorer minus that of its unmitigated twin, on the same responses; which figure, the row says.</summary>
    public static Measure MitigationEffect { get; } = new()
    {
        Code = "mitigationEffect",
        Title = "change by a mitigation",
        Question = Question.Training,
        // That of the figure which changed.
        Unit = Unit.Coefficient,
        IsSigned = true,
        Cells = CellCounts.Untold,
    };

    /// <summary>
    /// A figure with cuts between levels by group minus that with one set of cuts, as a diagnosis: no score is made so; which figure, the row says.
    /// </summary>
    public static Measure GroupCutEffect { get; } = MitigationEffect with
    {
        Code = "groupCutEffect",
        Title = "change by cuts of each group's own (a diagnosis)",
    };

    internal static IReadOnlyList<Measure> All => [MitigationEffect, GroupCutEffect];

    /// <summary>The figures of contrasts whose change is told: the primary ones, and the gap at equal human score that a penalty is of.</summary>
    public static IReadOnlyList<Measure> Contrasts => [.. MeasureCatalogue.Primary, ConditionalMeasures.ConditionalMeanScoreDifference];

    /// <summary>What the change may cost.</summary>
    public static Measure Cost => AgreementMeasures.Qwk;
}
