using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Tests.Inference;

/// <summary>Means and shares whose values hang together by student.</summary>
public sealed class ClusteredMeanTests
{
    private static readonly double[] Values = [0.3, -0.1, 0.5, 0.2, 0.0, 0.4, -0.2, 0.1];

    [Fact]
    public void Of_students_with_one_value_each_it_is_the_t_interval_of_one_sample()
    {
        var mean = new ClusteredMean([.. Values.Select((value, student) => (student, value))]).Mean(0.95);
        // Student's t of .975 with 7 degrees of freedom is 2.364624, the standard error √(0.06/8).
        Assert.Equal(0.15, mean.Value, 1e-12);
        Assert.Equal(1.7320508, mean.Statistic, 1e-6);
        Assert.Equal(7, mean.Df);
        Assert.Equal(0.15 - 0.2047825, mean.Low, 1e-6);
        Assert.Equal(0.15 + 0.2047825, mean.High, 1e-6);
    }

    [Fact]
    public void Values_that_a_student_gave_twice_tell_no_more_than_once()
    {
        var twice = new ClusteredMean([.. Values.SelectMany((value, student) => new[] { (student, value), (student, value) })]);
        var once = new ClusteredMean([.. Values.Select((value, student) => (student, value))]);
        Assert.Equal(once.Mean(0.95).Low, twice.Mean(0.95).Low, 1e-12);
        Assert.Equal(once.Mean(0.95).High, twice.Mean(0.95).High, 1e-12);
        var (share, other) = (Share(1), Share(2));
        Assert.Equal(0.25, share.Value);
        Assert.Equal(other.Low, share.Low, 0.02);
        Assert.Equal(other.High, share.High, 0.02);

        static Estimate Share(int times) => new ClusteredMean(
            [.. Enumerable.Range(0, 40).SelectMany(student => Enumerable.Repeat((student, student % 4 == 0 ? 1.0 : 0), times))]).Share(0.95);
    }

    [Fact]
    public void A_share_of_independent_values_has_wilsons_interval()
    {
        // Wilson's of 10 in 40 is [0.141871, 0.401940]; students/(students − 1) makes it a little wider.
        var share = new ClusteredMean([.. Enumerable.Range(0, 40).Select(student => (student, student % 4 == 0 ? 1.0 : 0))]).Share(0.95);
        Assert.Equal(0.141871, share.Low, 3e-3);
        Assert.Equal(0.401940, share.High, 3e-3);
    }

    [Fact]
    public void A_scorer_that_changes_nothing_has_no_spread_and_no_test()
    {
        var estimate = new ClusteredMean([.. Enumerable.Range(0, 50).Select(student => (student, 0.0))]).Mean(0.95);
        Assert.Equal((0.0, 0.0, 0.0), (estimate.Value, estimate.Low, estimate.High));
        Assert.True(double.IsNaN(estimate.PValue));
        Assert.InRange(new ClusteredMean([.. Enumerable.Range(0, 50).Select(student => (student, 0.0))]).Share(0.95).High, 0.05, 0.09);
    }

    [Fact]
    public void Two_groups_have_welchs_interval()
    {
        double[] other = [0.0, 0.1, -0.3, 0.2, -0.1];
        var difference = new ClusteredMean([.. Values.Select((value, student) => (student, value))])
            .Less(new ClusteredMean([.. other.Select((value, student) => (student, value))]), 0.95);
        // By the formulas: variances 0.06 and 0.037 of 8 and 5.
        var error = Math.Sqrt(0.06 / 8 + 0.037 / 5);
        Assert.Equal(0.17, difference.Value, 1e-12);
        Assert.Equal(0.17 / error, difference.Statistic, 1e-9);
        Assert.Equal(Math.Pow(error, 4) / (Math.Pow(0.06 / 8, 2) / 7 + Math.Pow(0.037 / 5, 2) / 4), difference.Df, 1e-6);
    }
}
