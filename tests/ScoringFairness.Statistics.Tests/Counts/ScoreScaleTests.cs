using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Tests.Counts;

public class ScoreScaleTests
{
    [Theory]
    [InlineData(0, 3, 1, 1.5, 2)]
    [InlineData(0, 3, 1, 0.5, 0)]
    [InlineData(1, 5, 1, 2.5, 1)]
    [InlineData(1, 5, 0.5, 1.25, 0)]
    [InlineData(1, 5, 0.5, 1.75, 2)]
    [InlineData(0, 3, 1, 7, 3)]
    [InlineData(0, 3, 1, -7, 0)]
    public void A_raw_score_goes_to_the_nearest_level_half_to_even_within_the_scale(
        double minimum, double maximum, double step, double raw, int level) =>
        Assert.Equal(level, new ScoreScale(minimum, maximum, step).NearestLevel(raw));

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 3, 2)]
    [InlineData(0, double.NaN, 1)]
    [InlineData(0, 1000, 1)]
    [InlineData(-1e-320, 1e-320, 1)]
    [InlineData(0, 1e-300, 1e-301)]
    [InlineData(1e308, 1.7e308, 1e307)]
    [InlineData(0, 0.3, 1)]
    public void Three_numbers_that_make_no_scale_are_refused(double minimum, double maximum, double step) =>
        Assert.Throws<ArgumentException>(() => new ScoreScale(minimum, maximum, step));

    [Fact]
    public void A_score_off_the_scale_has_no_level()
    {
        var halfPoints = new ScoreScale(1, 5, 0.5);
        Assert.Equal(9, halfPoints.LevelCount);
        Assert.Equal(3, halfPoints.LevelOf(2.5));
        Assert.Null(halfPoints.LevelOf(2.25));
        Assert.Null(halfPoints.LevelOf(5.5));
        Assert.Null(halfPoints.LevelOf(double.NaN));
    }
}
