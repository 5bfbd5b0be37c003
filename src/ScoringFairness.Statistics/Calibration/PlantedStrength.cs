namespace ScoringFairness.Statistics.Calibration;

/// <summary>How strong a disparity must be.</summary>
internal static class PlantedStrength
{
    /// <summary>The usual strength, by which the power of signed measures is shown.</summary>
    public static double Usual(PlantedDisparity planted) => planted switch
    {
        PlantedDisparity.Shift => 0.15,
        PlantedDisparity.ExtraError => 0.10,
        PlantedDisparity.LowerTruePositiveRate => 0.20,
        _ => 0,
    };

    /// <summary>The strength at which a figure that grows with it has a value; NaN where it never has.</summary>
    public static double For(double truth, double most, Func<double, double> figure)
    {
        const int Halvings = 60;
        if (figure(most) < truth)
        {
            return double.NaN;
        }
        var (low, high) = (0.0, most);
        for (var step = 0; step < Halvings; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = figure(middle) < truth ? (middle, high) : (low, middle);
        }
        return high;
    }

    /// <summary>The most that can be planted.</summary>
    public static double Most(PlantedDisparity planted, int levels) => planted switch
    {
        PlantedDisparity.ExtraError => levels switch { 4 => 0.76, 6 => 0.65, _ => 0.55 },
        PlantedDisparity.LowerTruePositiveRate => levels / 2 * (levels == 9 ? 0.55 : levels == 6 ? 0.65 : 0.76),
        _ => 1,
    };
}
