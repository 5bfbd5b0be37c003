using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>A machine that says what the human says agrees with it as far as one can, and no further.</summary>
public sealed class PerfectAgreementTests
{
    [Fact]
    public void Kappa_is_one_where_rounding_would_pass_it()
    {
        // The moments of 4 0 2 0 3 3 3 5 3 1 0 with themselves; without a bound the formula gives 1.0000000000000002.
        var scores = new JointMoments(11, 24, 24, 82, 82, 82);
        Assert.Equal(1, QuadraticWeightedKappa.Of(scores));
    }
}
