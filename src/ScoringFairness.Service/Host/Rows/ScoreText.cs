using System.Globalization;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Numbers as they stand in uploads.</summary>
internal static class ScoreText
{
    /// <summary>Reads a number that a score can be: finite, and no larger than <see cref="ScoreScale.Largest"/>.</summary>
    /// <param name="value">What stands in the field.</param>
    /// <param name="decimalComma">Whether a comma stands before the decimals; a point is taken then as well.</param>
    /// <param name="number">The number.</param>
    public static bool TryRead(string value, bool decimalComma, out double number) =>
        double.TryParse(
            decimalComma ? value.Replace(',', '.') : value, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && Math.Abs(number) <= ScoreScale.Largest;

    /// <summary>The error of a field that holds no finite number.</summary>
    public static RowError Error(int row, string field, bool decimalComma) =>
        new(row, field, "notANumber", decimalComma
            ? $"{field} is not a finite number of at most {ScoreScale.Largest:0}; write it like 2 or 2,5."
            : $"{field} is not a finite number of at most {ScoreScale.Largest:0}; write it like 2 or 2.5 (decimal=comma in the query takes 2,5).");
}
