namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What training changed of the outputs for responses that it did not see.</summary>
/// <param name="Outputs">The outputs.</param>
/// <param name="Before">Those before the first step.</param>
/// <param name="Levels">The responses' levels.</param>
internal sealed record ChangedOutputs(IReadOnlyList<double> Outputs, IReadOnlyList<double> Before, IReadOnlyList<int> Levels)
{
    /// <summary>The mean square of the change, as a share of the variance before.</summary>
    public double Change
    {
        get
        {
            var mean = Before.Average();
            var variance = Before.Average(output => (output - mean) * (output - mean));
            return variance > 0 ? Outputs.Zip(Before, (after, before) => (after - before) * (after - before)).Average() / variance : double.PositiveInfinity;
        }
    }

    /// <summary>The share of the change that brings the outputs nearest to the levels, 0 to 1: the w that minimises Σ(y − b − w(o − b))².</summary>
    public double Share(RegressionLoss loss)
    {
        var (products, squares) = (0.0, 0.0);
        for (var at = 0; at < Levels.Count; at++)
        {
            var change = Outputs[at] - Before[at];
            products += change * (loss.Target(Levels[at]) - Before[at]);
            squares += change * change;
        }
        return squares > 0 ? Math.Clamp(products / squares, 0, 1) : 1;
    }
}
