using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model.Blocks;

/// <summary>Dropout with the fit's own masks. Srivastava et al. (2014), JMLR 15, 1929–1958.</summary>
internal sealed class Dropout(double probability, DropoutMasks masks)
{
    /// <summary>The next mask, for a kernel; none but while training.</summary>
    public DropoutMask Next(bool training) => training ? masks.Next(probability) : DropoutMask.None;

    /// <summary>Sets each element of x to 0 with the probability and scales the others up, while training.</summary>
    public Tensor Apply(Tensor x, bool training)
    {
        if (!training || probability == 0) return x;
        using var mask = masks.Draw(x.shape, probability);
        return x * mask;
    }

    /// <summary>residual + dropout(x), in one pass.</summary>
    public Tensor AddTo(Tensor residual, Tensor x, bool training)
    {
        if (!training || probability == 0) return residual.Plus(x);
        using var mask = masks.Draw(x.shape, probability);
        return residual.addcmul(x, mask, TensorSums.One);
    }
}
