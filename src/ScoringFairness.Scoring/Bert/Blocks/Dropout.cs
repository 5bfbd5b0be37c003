using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Blocks;

/// <summary>Dropout whose masks come from the fit's own generator.</summary>
/// <remarks>
/// torch's own dropout draws from the process's generator, which fits that run side by side would share: then no fit
/// would give the same result twice.
/// </remarks>
internal sealed class Dropout(double probability, Generator generator)
{
    /// <summary>Sets each element of x to 0 with the probability and scales the others up, while training.</summary>
    public Tensor Apply(Tensor x, bool training)
    {
        if (!training || probability == 0) return x;
        using var mask = empty_like(x).bernoulli_(1 - probability, generator).mul_(1 / (1 - probability));
        return x * mask;
    }
}
