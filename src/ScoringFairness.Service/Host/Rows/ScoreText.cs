using System.Globalization;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Numbers as they stand in uploads.</summary>
internal static class ScoreText
{
    /// <summary>Reads a finite number.</summary>
    /// <param name="value">What stands in the field.</param>
    /// <param name="decimalComma">Whether a comma stands before the decimals; a point is taken then as well.</param>
    /// <param name="number">The number.</param>
    public static bool TryRead(string value, bool decimalComma, out double number) =>
        double.TryParse(
            decimalComma ? value.Replace(',', '.') : value, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);

    /// <summary>The error of a field that holds no finite number.</summary>
    public static RowError Error(int row, string field, bool decimalComma) =>
        new(row, field, "notANumber", decimalComma
            ? $"{field} is not a finite number; write it like 2 or 2,5."
            : $"{field} is not a finite number; write it like 2 or 2.5 (decimal=comma in the query takes 2,5).");
}
