using ScoringFairness.Scoring.Bert.Weights;
using ScoringFairness.Scoring.Linear;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Moves a ridge regression to where the gap at equal human score weighs in its loss: <see cref="GapPenalty"/> says how.</summary>
internal static class NarrowedRidge
{
    /// <summary>The moved line, in the current dispose scope, and the places of its responses on moved lines that did not see them.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="line">The line.</param>
    /// <param name="unseen">The responses' outputs by lines that did not see them.</param>
    /// <param name="features">[N, F].</param>
    /// <param name="levels">The responses' levels.</param>
    /// <param name="ridge">λ of the line.</param>
    /// <param name="random">Gives the parts.</param>
    /// <param name="afterLine">Called after each line; may throw to end it.</param>
    /// <param name="place">Where an output lies between the levels, a line.</param>
    public static (RidgeSolution Line, double[] Unseen) Of(
        GapPenalty penalty, RidgeSolution line, double[] unseen, Tensor features, IReadOnlyList<int> levels, double ridge, SplitMix64 random,
        Action afterLine, Func<double, double> place)
    {
        Tensor[] gaps = [.. penalty.Gaps([.. Enumerable.Range(0, levels.Count)]).Select(gap => tensor(gap))];
        double[][] along = [.. gaps.Select(gap => RidgeSolution.Unseen(features, gap, levels, ridge, random, afterLine))];
        var unit = place(1) - place(0);
        double[] steps = [.. penalty.Steps([.. unseen.Select(place)], along).Select(step => step / unit)];
        var moved = line.Less([.. gaps.Select(gap => RidgeSolution.Of(features, gap, ridge))], steps);
        return (moved, [.. unseen.Select((output, row) => output - steps.Select((step, at) => step * along[at][row]).Sum())]);
    }
}
