using ScoringFairness.Statistics.Calibration;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Calibration;

/// <summary>
/// A small piece of what <c>bench calibration</c> simulates. A share of 200 audits whose true value is .05 lies above .10 once in
/// four hundred times; the seed is fixed.
/// </summary>
public sealed class CalibrationStudyTests
{
    private const int Replications = 200;
    private const double Most = 0.10;

    [Theory]
    [InlineData("equalizedOdds.mean", PlantedDisparity.ExtraError)]
    [InlineData("equalizedOdds.mean", PlantedDisparity.LowerTruePositiveRate)]
    [InlineData("equalizedOdds.max", PlantedDisparity.LowerTruePositiveRate)]
    [InlineData("equalizedOdds.cut.mean", PlantedDisparity.ExtraError)]
    [InlineData("equalizedOddsTotalVariation", PlantedDisparity.ExtraError)]
    [InlineData("equalizedOddsTotalVariation", PlantedDisparity.LowerTruePositiveRate)]
    public void A_distance_as_large_as_the_tolerance_is_called_neither_within_nor_beyond_it(string measure, PlantedDisparity planted)
    {
        foreach (var (levels, n) in new[] { (4, 300), (6, 100), (9, 1000) })
        {
            var row = Run(new CalibrationCase(levels, n, ResponseDesign.One, planted, measure, 0.1));
            Assert.Equal(0.1, row.True, 1e-6);
            Assert.InRange(row.ExceedsAtOrBelow ?? 0, 0, Most);
            Assert.InRange(row.WithinAtOrAbove ?? 0, 0, Most);
            Assert.InRange(row.Coverage, 0.90, 1);
            Assert.Equal(1, row.Inside);
        }
    }

    [Fact]
    public void A_fair_scorer_is_called_within_and_a_distant_one_beyond()
    {
        var fair = Run(new CalibrationCase(4, 300, ResponseDesign.One, PlantedDisparity.None), "equalizedOdds.mean");
        Assert.InRange(fair.Within!.Value, 0.80, 1);
        Assert.Equal(0, fair.Exceeds);
        // Half of all audits see a median-unbiased value below the truth: at 0 it cannot be, and the raw mean stands well above it.
        Assert.InRange(fair.Corrected!.Value, 0, fair.Mean / 2);
        var far = Run(new CalibrationCase(4, 1000, ResponseDesign.One, PlantedDisparity.ExtraError, "equalizedOdds.mean", 0.15));
        Assert.InRange(far.Exceeds!.Value, 0.80, 1);
        Assert.Equal(0, far.Within);
    }

    [Theory]
    [InlineData(PlantedDisparity.None, 0)]
    [InlineData(PlantedDisparity.ExtraError, 0.1)]
    public void Students_with_four_responses_make_no_false_certainty(PlantedDisparity planted, double truth)
    {
        var row = Run(
            new CalibrationCase(4, 300, ResponseDesign.Four, planted, planted == PlantedDisparity.None ? null : "equalizedOdds.mean", truth),
            "equalizedOdds.mean");
        Assert.InRange(row.ExceedsAtOrBelow ?? 0, 0, Most);
        Assert.InRange(row.WithinAtOrAbove ?? 0, 0, Most);
        Assert.InRange(row.Coverage, 0.90, 1);
        // The test of a fair scorer: were responses taken to be independent, it would be significant in about one in six.
        if (planted == PlantedDisparity.None)
        {
            Assert.InRange(row.Significant!.Value, 0, Most);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_table()
    {
        var one = new CalibrationCase(6, 100, ResponseDesign.Four, PlantedDisparity.Shift);
        Assert.Equal(
            CalibrationStudy.Run(one, areDistances: true, 20, Options, TestContext.Current.CancellationToken),
            CalibrationStudy.Run(one, areDistances: true, 20, Options, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_cannot_be_planted_has_no_row() => Assert.Empty(CalibrationStudy.Run(
        new CalibrationCase(4, 100, ResponseDesign.One, PlantedDisparity.Shift, "equalizedOdds.mean", 0.9), areDistances: true, 5, Options,
        TestContext.Current.CancellationToken));

    private static CalibrationRow Run(CalibrationCase one, string? measure = null) =>
        CalibrationStudy.Run(one, areDistances: true, Replications, Options, TestContext.Current.CancellationToken)
            .Single(row => row.Measure == (measure ?? one.Aim));

    private static EvaluationOptions Options { get; } = new()
    {
        Reference = "",
        Focal = [],
        BootstrapDraws = 300,
        Seed = 20,
        Tolerances = new Dictionary<string, double> { ["equalizedOdds"] = 0.1, ["equalizedOddsTotalVariation"] = 0.1 },
    };
}
