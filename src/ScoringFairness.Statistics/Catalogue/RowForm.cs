namespace ScoringFairness.Statistics.Catalogue;

/// <summary>One of the forms that rows of a measure come in.</summary>
/// <param name="Basis"><see cref="RowCodes.Level"/> or <see cref="RowCodes.Cut"/>; null for a measure that has neither.</param>
/// <param name="Aggregation"><see cref="RowCodes.Mean"/> or <see cref="RowCodes.Max"/>; null for a measure that joins nothing.</param>
public sealed record RowForm(string? Basis = null, string? Aggregation = null);

/// <summary>What a report says beside the main row of a measure that answers one of the three questions.</summary>
/// <param name="Name">The measure in few words, within a line.</param>
/// <param name="Axis">What an axis of it counts.</param>
public sealed record Primary(string Name, string Axis);

/// <summary>A column of one of the report's tables of many measures.</summary>
/// <param name="Table">The table.</param>
/// <param name="Heading">The column's heading.</param>
/// <param name="Form">The rows that it shows; null: the main ones.</param>
/// <param name="Place">Columns of a higher place stand further right, those of one place in the order of the catalogue.</param>
public sealed record TableColumn(MeasureTable Table, string Heading, RowForm? Form = null, int Place = 0);

/// <summary>The report's tables of many measures.</summary>
public enum MeasureTable
{
    /// <summary>Agreement of machine and human, overall and by group.</summary>
    Agreement,

    /// <summary>How far the machine falls behind two human raters.</summary>
    Degradation,

    /// <summary>How much of the errors groups explain.</summary>
    Errors,

    /// <summary>The groups' coefficients in those regressions.</summary>
    Coefficients,

    /// <summary>Contrasts of groups beside the primary ones.</summary>
    Contrasts,
}
