using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Where a report says that the cuts between levels seem to have a part in a gap.</summary>
public sealed class CutGapTests
{
    [Theory]
    [InlineData(-0.05, -0.09, -0.01, -0.001, -0.04, 0.04, true)]
    // The scorer had learnt it before.
    [InlineData(-0.05, -0.09, -0.01, -0.045, -0.08, -0.01, false)]
    // What was there before is not shown, and may be as much.
    [InlineData(-0.05, -0.09, -0.01, -0.015, -0.06, 0.03, false)]
    // Nothing is shown.
    [InlineData(-0.03, -0.07, 0.01, -0.001, -0.04, 0.04, false)]
    public void It_says_so_of_a_change_that_is_shown_of_reported_scores_alone(
        double reported, double low, double high, double expected, double expectedLow, double expectedHigh, bool said)
    {
        var rows = new[]
        {
            new MeasureRow { Measure = "accuracy", Scorer = "linear", Split = "mixed", ItemId = "one", N = 100, Value = 0.5 },
            Row("reported", reported, low, high), Row("expected", expected, expectedLow, expectedHigh),
        };
        var warnings = CutGaps.Of(new MeasureIndex(rows, ["male", "female"])).ToList();
        Assert.Equal(said ? 1 : 0, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains("The cuts between levels seem to have a part in it", warning.Message, StringComparison.Ordinal));
        Assert.All(WarningKinds.Of(warnings), kind => Assert.StartsWith("Cuts between levels seem", kind.Heading, StringComparison.Ordinal));
    }

    private static MeasureRow Row(string form, double value, double low, double high) => new()
    {
        Measure = "meanScoreGapChange",
        Scorer = "linear",
        Split = "mixed",
        ItemId = "one",
        Contrast = "male-female",
        Form = form,
        N = 100,
        Value = value,
        Low = low,
        High = high,
    };
}
