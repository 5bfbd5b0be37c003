namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What training changed of the outputs for responses that it did not see.</summary>
/// <param name="Outputs">The outputs.</param>
/// <param name="Before">Those before the first step.</param>
/// <param name="Levels">The responses' levels.</param>
internal sealed record ChangedOutputs(IReadOnlyList<double> Outputs, IReadOnlyList<double> Before, IReadOnlyList<int> Levels)
{
    /// <summary>
    /// What was changed for responses held out. They were on the line that training began with: what is told of them is told as if it began
    /// with those that did not see them.
    /// </summary>
    /// <param name="heldOut">The responses, with their shifts.</param>
    /// <param name="outputs">Their outputs now.</param>
    /// <param name="unseen">Those before the first step by lines that did not see them; none where there are too few for that.</param>
    public static ChangedOutputs Of(IReadOnlyList<LabelledTokens> heldOut, double[] outputs, double[] unseen) => new(
        [.. outputs.Zip(heldOut, (output, text) => output - text.Shift)], unseen.Length > 0 ? unseen : outputs, [.. heldOut.Select(text => text.Level)]);

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
