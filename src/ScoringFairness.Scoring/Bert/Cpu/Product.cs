using ScoringFairness.Scoring.Bert.Devices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>x Wᵀ + b. The sum with b is left to the kernel that reads the product next.</summary>
/// <param name="Weight">W, [out, in].</param>
/// <param name="Bias">b, [out].</param>
internal sealed record Product(Parameter Weight, Parameter Bias)
{
    /// <summary>Width of the product.</summary>
    public long Outputs => Weight.shape[0];

    /// <summary>x Wᵀ. [T, in] → [T, out].</summary>
    public Tensor Of(Tensor x)
    {
        using var transposed = Weight.t();
        return x.mm(transposed);
    }

    /// <summary>Adds the gradients of W and b to those that the parameters hold.</summary>
    /// <param name="gradient">With respect to the product, [T, out].</param>
    /// <param name="x">[T, in].</param>
    /// <param name="sums">The gradient's sums over the rows, [out].</param>
    public void Accumulate(Tensor gradient, Tensor x, ReadOnlySpan<float> sums)
    {
        if (Weight.requires_grad)
        {
            using var scope = NewDisposeScope();
            if (Weight.grad is { } held) held.addmm_(gradient.t(), x);
            else Weight.grad = gradient.t().mm(x);
        }
        Add(Bias, sums);
    }

    /// <summary>Adds gradients of W, if there is one, and b to those that the parameters hold.</summary>
    /// <param name="ofWeight">[out, in]; the parameter may keep its memory.</param>
    /// <param name="ofBias">[out].</param>
    public void Accumulate(Tensor? ofWeight, ReadOnlySpan<float> ofBias)
    {
        if (ofWeight is not null)
        {
            using var scope = NewDisposeScope();
            if (Weight.grad is { } held) held.add_(ofWeight);
            else Weight.grad = ofWeight;
        }
        Add(Bias, ofBias);
    }

    /// <summary>Adds a gradient to that which the parameter holds.</summary>
    public static void Add(Parameter parameter, ReadOnlySpan<float> gradient)
    {
        if (!parameter.requires_grad) return;
        using var scope = NewDisposeScope();
        if (parameter.grad is { } held)
        {
            var floats = held.Floats();
            System.Numerics.Tensors.TensorPrimitives.Add(floats, gradient, floats);
        }
        else parameter.grad = tensor(gradient.ToArray());
    }
}
