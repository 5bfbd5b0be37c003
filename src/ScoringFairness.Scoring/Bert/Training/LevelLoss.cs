using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Weighted cross-entropy with smoothed labels.</summary>
/// <remarks>
/// A response of level y loses −w(y) [(1 − ε) log p(y) + ε/K Σₖ log p(k)]; the batch's loss is the sum over the sum of w. Label
/// smoothing: Szegedy et al. (2016), arXiv 1512.00567, section 7.
/// </remarks>
internal sealed class LevelLoss
{
    private readonly double _smoothing;
    private readonly double[] _weights;

    /// <param name="smoothing">ε.</param>
    /// <param name="weights">How levels weigh.</param>
    /// <param name="counts">Training responses of each level.</param>
    public LevelLoss(double smoothing, ClassWeights weights, IReadOnlyList<int> counts)
    {
        _smoothing = smoothing;
        var used = counts.Count(n => n > 0);
        _weights = [.. counts.Select(n => weights == ClassWeights.None || n == 0 ? 1 : (double)counts.Sum() / (used * n))];
    }

    /// <summary>The weight of some responses together.</summary>
    public double WeightOf(IEnumerable<int> levels) => levels.Sum(level => _weights[level]);

    /// <summary>The sum of the weighted losses of a part of a batch, divided by the weight of the whole batch.</summary>
    /// <param name="logits">[B, K].</param>
    /// <param name="levels">The B levels.</param>
    /// <param name="weight">The whole batch's weight.</param>
    public Tensor Of(Tensor logits, IReadOnlyList<int> levels, double weight)
    {
        using var scope = NewDisposeScope();
        var shares = new float[levels.Count * _weights.Length];
        for (var at = 0; at < levels.Count; at++)
            for (var level = 0; level < _weights.Length; level++)
                shares[at * _weights.Length + level] =
                    (float)(-_weights[levels[at]] / weight * ((level == levels[at] ? 1 - _smoothing : 0) + _smoothing / _weights.Length));
        return (logits.log_softmax(-1) * tensor(shares, [levels.Count, _weights.Length], device: logits.device)).sum().MoveToOuterDisposeScope();
    }
}
