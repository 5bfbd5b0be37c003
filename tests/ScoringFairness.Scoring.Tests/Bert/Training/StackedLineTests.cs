using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>A regression's line begins between the regression and the linear scorer's place.</summary>
public sealed class StackedLineTests
{
    private const int Place = 2;
    private readonly double[] _targets = [.. Enumerable.Range(0, 60).Select(row => Math.Sin(row) + row % 3)];
    private readonly double[] _ridge = [.. Enumerable.Range(0, 60).Select(row => Math.Sin(row) + Math.Cos(5.0 * row))];
    private readonly double[] _linear = [.. Enumerable.Range(0, 60).Select(row => row % 3 + 0.4 * Math.Sin(3.0 * row))];

    [Fact]
    public void The_share_is_the_one_of_least_squared_error()
    {
        using var scope = NewDisposeScope();
        var share = Stack(Features(), _ridge).Share;
        var best = Enumerable.Range(0, 10_001).Select(step => step / 10_000.0).MinBy(Error);
        Assert.InRange(share, 0.05, 0.95);
        Assert.Equal(best, share, 1e-4);

        double Error(double of) => _targets.Select((target, row) => Math.Pow(target - of * _ridge[row] - (1 - of) * _linear[row], 2)).Sum();
    }

    [Fact]
    public void A_line_lies_between_for_every_response()
    {
        using var scope = NewDisposeScope();
        var features = Features();
        var stack = Stack(features, _ridge);
        var line = new RidgeSolution(tensor([0.3, -0.2, 0.05, 0.7]), 0.25);
        var between = stack.Between(line).Places(features);
        Assert.Equal(line.Places(features).Zip(_linear, (ridge, linear) => stack.Share * ridge + (1 - stack.Share) * linear), between, Near);
        Assert.Equal(_ridge.Zip(_linear, (ridge, linear) => stack.Share * ridge + (1 - stack.Share) * linear), stack.Between(_ridge, features), Near);
    }

    [Fact]
    public void A_regression_that_says_nothing_leaves_the_linear_scorer_alone_and_a_perfect_one_takes_all()
    {
        using var scope = NewDisposeScope();
        var noise = _targets.Zip(_linear, (target, linear) => 2 * linear - target).ToArray();
        Assert.Equal(0, Stack(Features(), noise).Share);
        Assert.Equal(1, Stack(Features(), _targets).Share, 1e-12);
    }

    [Fact]
    public void Responses_that_weigh_nothing_do_not_count()
    {
        using var scope = NewDisposeScope();
        double[] times = [.. Enumerable.Range(0, 60).Select(row => row < 30 ? 1.0 : 0)];
        var share = StackedLine.Of(Features(), Place, 0.5, 0.25, _ridge, _targets, times).Share;
        var first = StackedLine.Of(Features()[..30], Place, 0.5, 0.25, _ridge[..30], _targets[..30]).Share;
        Assert.Equal(first, share, 1e-12);
        Assert.NotEqual(Stack(Features(), _ridge).Share, share, 1e-3);
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-9;

    private StackedLine Stack(Tensor features, double[] unseen) => StackedLine.Of(features, Place, 0.5, 0.25, unseen, _targets);

    /// <summary>[N, 4]; the third number is four times what the linear scorer says above one half.</summary>
    private Tensor Features() => tensor(
        _linear.SelectMany((linear, row) => new[] { Math.Cos(row), Math.Sin(2.0 * row), 4 * (linear - 0.5), 1 }).ToArray(), [_linear.Length, 4]);
}
