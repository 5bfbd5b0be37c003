namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Errors by group: the regressions of Loukina, Madnani and Zechner (2019), and the groups' coefficients in them.</summary>
public static class ErrorMeasures
{
    /// <summary>Overall score accuracy: adjusted R² of squared error on groups.</summary>
    public static Measure Osa { get; } = Regression("osa", "overall score accuracy", "OSA");

    /// <summary>Overall score difference: adjusted R² of error on groups.</summary>
    public static Measure Osd { get; } = Regression("osd", "overall score difference", "OSD");

    /// <summary>Conditional score difference: adjusted R² that groups add to the human score.</summary>
    public static Measure Csd { get; } = Regression("csd", "conditional score difference", "CSD") with { IsGivenHuman = true };

    /// <summary>The group coefficients of <see cref="Osa"/>, in squared points.</summary>
    public static Measure OsaCoefficient { get; } = Coefficient(Osa, Unit.SquaredPoints);

    /// <summary>The group coefficients of <see cref="Osd"/>.</summary>
    public static Measure OsdCoefficient { get; } = Coefficient(Osd, Unit.Points);

    /// <summary>The group coefficients of <see cref="Csd"/>.</summary>
    public static Measure CsdCoefficient { get; } = Coefficient(Csd, Unit.Points);

    internal static IReadOnlyList<Measure> All => [Osa, Osd, Csd, OsaCoefficient, OsdCoefficient, CsdCoefficient];

    private static Measure Regression(string code, string title, string heading) => new()
    {
        Code = code,
        Title = title,
        Question = Question.Errors,
        Unit = Unit.Coefficient,
        IsSigned = true,
        Cells = CellCounts.Untold,
        Columns = [new TableColumn(MeasureTable.Errors, heading)],
    };

    private static Measure Coefficient(Measure regression, Unit unit) => regression with
    {
        Code = regression.Code + "Coefficient",
        Title = $"{regression.Title}, coefficient of a group",
        Unit = unit,
        Cells = CellCounts.ByDegreesOfFreedom,
        Columns = [new TableColumn(MeasureTable.Coefficients, $"{regression.Columns[0].Heading} coefficient")],
    };
}
