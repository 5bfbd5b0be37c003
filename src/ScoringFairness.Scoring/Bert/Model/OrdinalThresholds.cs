using ScoringFairness.Scoring.Bert.Model.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>From one output to log-probabilities of ordered levels. s [B, 1] → [B, K].</summary>
/// <remarks>
/// P(level ≥ k | s) = σ(s − θₖ), θ₁ &lt; … &lt; θ_{K−1}: the first threshold is a parameter, the others are it plus sums of
/// softplus of parameters, so that their order holds. McCullagh (1980), JRSS B 42, 109–142.
/// </remarks>
internal sealed class OrdinalThresholds : nn.Module<Tensor, Tensor>
{
    /// <summary>[K − 1]: θ₁ and what softplus turns into the gaps.</summary>
    internal readonly Parameter thresholds;

    /// <summary>Thresholds that give the levels their shares of the training responses where s is 0.</summary>
    public OrdinalThresholds(IReadOnlyList<int> counts) : base(nameof(OrdinalThresholds))
    {
        thresholds = nn.Parameter(tensor(Start(counts)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor s)
    {
        using var scope = NewDisposeScope();
        var first = thresholds.narrow(0, 0, 1);
        if (thresholds.shape[0] == 1)
        {
            var only = s - first;
            return cat([nn.functional.logsigmoid(-only), nn.functional.logsigmoid(only)], 1).MoveToOuterDisposeScope();
        }
        var gaps = nn.functional.softplus(thresholds.narrow(0, 1, thresholds.shape[0] - 1), 1, 20);
        var above = s - cat([first, first.Plus(gaps.cumsum(0))]);
        var inner = nn.functional.logsigmoid(above.narrow(1, 0, gaps.shape[0])).Plus(nn.functional.logsigmoid(-above.narrow(1, 1, gaps.shape[0])))
            .Plus((-(-gaps).exp()).log1p());
        return cat(
            [nn.functional.logsigmoid(-above.narrow(1, 0, 1)), inner, nn.functional.logsigmoid(above.narrow(1, gaps.shape[0], 1))], 1)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The logits of the cumulative shares, half a response added to each level so that none is empty.</summary>
    private static float[] Start(IReadOnlyList<int> counts)
    {
        var total = counts.Sum() + 0.5 * counts.Count;
        var below = 0.0;
        var cuts = new double[counts.Count - 1];
        for (var k = 0; k < cuts.Length; k++)
        {
            below += counts[k] + 0.5;
            cuts[k] = Math.Log(below / (total - below));
        }
        return [(float)cuts[0], .. cuts.Skip(1).Zip(cuts, (cut, before) => (float)Math.Log(Math.Exp(cut - before) - 1))];
    }
}
