using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>
/// A line between a ridge regression on all that a head sees and the linear scorer's place alone, which is one of these numbers: where
/// responses are few, the regression makes more of the encoder's numbers than they can bear.
/// </summary>
/// <remarks>
/// Breiman (1996), Stacked regressions, Machine Learning 24, 49–64: weighted by places of responses that neither of the two was fitted on,
/// with weights of 0 or more, here of sum 1.
/// </remarks>
internal sealed class StackedLine
{
    private readonly int _column;
    private readonly double _intercept, _slope;

    /// <param name="share">What the regression counts, 0 to 1.</param>
    /// <param name="column">Where the place stands among the numbers.</param>
    /// <param name="intercept">The output of the linear scorer where that number is 0.</param>
    /// <param name="slope">What it gains for each unit of that number.</param>
    private StackedLine(double share, int column, double intercept, double slope) => (Share, _column, _intercept, _slope) = (share, column, intercept, slope);

    /// <summary>What the regression counts, 0 to 1.</summary>
    public double Share { get; }

    /// <summary>Finds the share that brings outputs nearest to their targets.</summary>
    /// <param name="features">[N, F], the numbers of the responses that have targets.</param>
    /// <param name="column">Where the linear scorer's place stands among them, by lines that did not see the responses.</param>
    /// <param name="intercept">The output of the linear scorer where that number is 0.</param>
    /// <param name="slope">What it gains for each unit of that number.</param>
    /// <param name="unseen">The responses' outputs by regressions that did not see them.</param>
    /// <param name="targets">The responses' targets.</param>
    /// <param name="times">What each response weighs; null: all the same.</param>
    public static StackedLine Of(
        Tensor features, int column, double intercept, double slope, IReadOnlyList<double> unseen, IReadOnlyList<double> targets,
        IReadOnlyList<double>? times = null)
    {
        var all = new StackedLine(1, column, intercept, slope);
        var alone = all.Alone(features);
        var (products, squares) = (0.0, 0.0);
        for (var row = 0; row < alone.Length; row++)
        {
            var (step, left, weight) = (unseen[row] - alone[row], targets[row] - alone[row], times?[row] ?? 1);
            products += weight * step * left;
            squares += weight * step * step;
        }
        return squares > 0 ? new(Math.Clamp(products / squares, 0, 1), column, intercept, slope) : all;
    }

    /// <summary>The line between a regression and the place, in the current dispose scope.</summary>
    public RidgeSolution Between(RidgeSolution ridge)
    {
        using var scope = NewDisposeScope();
        var weights = ridge.Weights * Share;
        weights[_column] += (1 - Share) * _slope;
        return new(weights.MoveToOuterDisposeScope(), Share * ridge.Intercept + (1 - Share) * _intercept);
    }

    /// <summary>Outputs between those of regressions that did not see the responses and those of the linear scorer.</summary>
    /// <param name="unseen">Those of the regressions.</param>
    /// <param name="features">[N, F], the responses' numbers.</param>
    public double[] Between(IReadOnlyList<double> unseen, Tensor features) =>
        [.. unseen.Zip(Alone(features), (ridge, place) => Share * ridge + (1 - Share) * place)];

    private double[] Alone(Tensor features)
    {
        using var scope = NewDisposeScope();
        return (features.select(1, _column).to_type(ScalarType.Float64) * _slope + _intercept).contiguous().data<double>().ToArray();
    }
}
