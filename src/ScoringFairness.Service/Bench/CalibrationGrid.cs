using ScoringFairness.Statistics.Calibration;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Bench;

/// <summary>What <c>bench calibration</c> simulates.</summary>
internal static class CalibrationGrid
{
    private static readonly int[] Scales = [4, 6, 9];
    private static readonly int[] Sizes = [50, 100, 300, 1000];
    private static readonly double[] OfTolerance = [0.5, 1, 1.5];

    /// <summary>
    /// Truths of 0, and of ½, 1 and 1½ tolerances of each distance: over all levels (the worst for <c>within</c>) and in one of them
    /// (the worst for <c>exceeds</c>).
    /// </summary>
    public static IEnumerable<CalibrationCase> OfDistances(IReadOnlyDictionary<string, double> tolerances) =>
        from design in Enum.GetValues<ResponseDesign>()
        from levels in Scales
        from n in Sizes
        from one in Planted(design, levels, n, tolerances[FairnessMeasures.EqualizedOdds.Code])
        select one;

    /// <summary>Nothing, and a shift.</summary>
    public static IEnumerable<CalibrationCase> OfSigned() =>
        from design in Enum.GetValues<ResponseDesign>()
        from levels in Scales
        from n in Sizes
        from planted in new[] { PlantedDisparity.None, PlantedDisparity.Shift }
        select new CalibrationCase(levels, n, design, planted);

    /// <summary>Nothing, and a shift, where two humans rate each response.</summary>
    public static IEnumerable<CalibrationCase> OfTwoRaters() => OfSigned().Where(one => one.Design == ResponseDesign.One);

    private static IEnumerable<CalibrationCase> Planted(ResponseDesign design, int levels, int n, double tolerance)
    {
        yield return new CalibrationCase(levels, n, design, PlantedDisparity.None);
        foreach (var measure in CalibrationStudy.Distances)
        {
            foreach (var truth in OfTolerance)
            {
                foreach (var planted in new[] { PlantedDisparity.ExtraError, PlantedDisparity.LowerTruePositiveRate })
                {
                    yield return new CalibrationCase(levels, n, design, planted, measure, truth * tolerance);
                }
            }
        }
    }
}
