using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>A layer's feed-forward block, GELU and LayerNorm included, as one step of the graph with its gradient written out.</summary>
internal sealed class FeedForwardFunction : autograd.SingleTensorFunction<FeedForwardFunction>
{
    public override string Name => nameof(FeedForwardFunction);

    /// <param name="x">[T, H].</param>
    /// <param name="inner">The product that GELU is taken of, [I, H].</param>
    /// <param name="output">What comes after it.</param>
    /// <returns>[T, H].</returns>
    public static Tensor Apply(Tensor x, Product inner, ResidualOutput output) => Gradients.AreNeeded(x, inner.Weight)
        ? apply(x, inner.Weight, inner, output)
        : Forward(x, inner, output).Result;

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var (x, inner, output) = ((Tensor)vars[0], (Product)vars[2], (ResidualOutput)vars[3]);
        var (result, slope, activation, normal, deviations) = Forward(x, inner, output);
        SavedTensors<State>.Save(ctx, new(inner, output), x, slope, activation, normal, deviations);
        return result.MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => SavedTensors<State>.Backward(ctx, 4, (state, saved) =>
    {
        var (x, slope, activation, normal, deviations) = (saved[0], saved[1], saved[2], saved[3], saved[4]);
        var (ofX, ofProduct) = state.Output.Backward(gradient, activation, normal, deviations);
        var sums = RowBlocks.Sums(slope, (int)slope.shape[1], (partial, rows) => Gelu.Backward(rows.Of(slope), rows.Of(ofProduct), partial));
        state.Inner.Accumulate(ofProduct, x, sums);
        return ofX.addmm_(ofProduct, state.Inner.Weight);
    });

    private static (Tensor Result, Tensor Slope, Tensor Activation, Tensor Normal, Tensor Deviations) Forward(
        Tensor x, Product inner, ResidualOutput output)
    {
        using var noGradient = no_grad();
        var product = inner.Of(x);
        var activation = empty_like(product);
        RowBlocks.For(product, (_, rows) => Gelu.Forward(rows.Of(product), inner.Bias.Floats(), rows.Of(activation)));
        var (result, normal, deviations) = output.Forward(activation, x);
        return (result, product, activation, normal, deviations);
    }

    private sealed record State(Product Inner, ResidualOutput Output);
}
