using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>What is told of an audit's progress does not say that it is done while work is left.</summary>
public sealed class FitProgressSummaryTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Time_is_left_and_the_share_is_below_1_while_a_fit_is_left()
    {
        var nearly = new FitProgressSummary(24, 15, 0.99997, Start, []);
        Assert.Equal((0.9999, 1.0), (nearly.Rounded, nearly.SecondsLeft(Start.AddSeconds(190))));
        Assert.Equal(90, new FitProgressSummary(24, 2, 0.1, Start, []).SecondsLeft(Start.AddSeconds(10)));
        Assert.Equal(1, new FitProgressSummary(24, 24, 1, Start, []).Rounded);
        Assert.Null(new FitProgressSummary(24, 0, 0.005, Start, []).SecondsLeft(Start.AddSeconds(10)));
        Assert.Null(FitProgressSummary.None.SecondsLeft(Start));
    }
}
