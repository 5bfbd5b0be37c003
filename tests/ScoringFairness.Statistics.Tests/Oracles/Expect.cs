namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>Comparison with others' figures at the tolerances that their files ask for.</summary>
internal static class Expect
{
    private const double Tolerance = 1e-9;
    private const double Zero = 1e-12;
    private const double RelativeOfP = 1e-6;

    /// <summary>|got − expected| ≤ 1e-9 · max(1, |expected|); null equals undefined; what is below 1e-12 counts as 0.</summary>
    public static void Same(double? expected, double? got, string what)
    {
        (expected, var value) = (Defined(expected), Defined(got));
        if (expected is null || value is null)
        {
            Assert.True(expected is null && value is null, $"{what}: expected {Text(expected)}, got {Text(value)}");
            return;
        }
        var close = Math.Abs(value.Value - expected.Value) <= Tolerance * Math.Max(1, Math.Abs(expected.Value));
        Assert.True(close || (Math.Abs(expected.Value) < Zero && Math.Abs(value.Value) < Zero), $"{what}: expected {Text(expected)}, got {Text(value)}");
    }

    /// <summary>A p value to a relative 1e-6, however small.</summary>
    public static void SameP(double? expected, double? got, string what)
    {
        if (expected is not { } p || got is not { } value || !double.IsFinite(value))
        {
            Assert.True(expected is null && (got is null || !double.IsFinite(got.Value)), $"{what}: expected {Text(expected)}, got {Text(got)}");
            return;
        }
        Assert.True(Math.Abs(value - p) <= RelativeOfP * p, $"{what}: expected {Text(expected)}, got {Text(got)}");
    }

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? value : null;

    private static string Text(double? value) => value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "undefined";
}
