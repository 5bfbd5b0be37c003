namespace ScoringFairness.Service.Reports;

/// <summary>
/// How many decimals a figure is shown with. A rounded figure must not say what the figure does not: 4.97 at a tolerance of 5 is
/// not shown as 5.0.
/// </summary>
internal static class Decimals
{
    private const int Most = 9;

    /// <summary>A figure rounded for showing, halves away from 0.</summary>
    /// <param name="number">The figure; beyond what a decimal holds it stays where that ends.</param>
    /// <param name="decimals">Decimals to keep.</param>
    public static decimal Rounded(double number, int decimals) => Math.Round(Exact(number), decimals, MidpointRounding.AwayFromZero);

    /// <summary>The least number of decimals at which a figure stays on its side of each line.</summary>
    /// <param name="least">Decimals that it is shown with anyway.</param>
    /// <param name="number">The figure; null: there is none.</param>
    /// <param name="lines">A tolerance at both ends, 0, a minimum: what the figure is read against.</param>
    public static int Needed(int least, double? number, params ReadOnlySpan<double> lines)
    {
        var decimals = least;
        if (number is not { } figure || !double.IsFinite(figure))
        {
            return decimals;
        }
        foreach (var line in lines)
        {
            var (one, other) = (Exact(figure), Exact(line));
            while (decimals < Most && Math.Sign(Rounded(figure, decimals) - other) != Math.Sign(one - other))
            {
                decimals++;
            }
        }
        return decimals;
    }

    /// <summary>The figure to the fifteen digits that a double holds for certain, so that 0.0705 is a half and not a little less.</summary>
    private static decimal Exact(double number) => (decimal)Math.Clamp(number, -1e27, 1e27);
}
