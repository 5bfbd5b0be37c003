namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Differential functioning of the scorer by ordinal logistic regression.</summary>
public static class FunctioningMeasures
{
    /// <summary>Log odds ratio of a higher score, reference minus focal, at the same human score.</summary>
    public static Measure DifUniform { get; } =
        Dif("difUniform", "uniform differential functioning", "DIF uniform", Unit.LogOdds, isSigned: true);

    /// <summary>Difference of the slopes on the human score, reference minus focal.</summary>
    public static Measure DifNonUniform { get; } =
        Dif("difNonUniform", "non-uniform differential functioning", "DIF non-uniform", Unit.LogOdds, isSigned: true);

    /// <summary>Change of Nagelkerke's R² by group and group × human score, with the Jodoin–Gierl class.</summary>
    public static Measure DifEffectSize { get; } =
        Dif("difEffectSize", "size of differential functioning", "DIF R² change", Unit.Coefficient, isSigned: false);

    internal static IReadOnlyList<Measure> All => [DifUniform, DifNonUniform, DifEffectSize];

    private static Measure Dif(string code, string title, string heading, Unit unit, bool isSigned) => new()
    {
        Code = code,
        Title = title,
        Question = Question.Functioning,
        Unit = unit,
        IsSigned = isSigned,
        IsGivenHuman = true,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Contrasts, heading)],
    };
}
