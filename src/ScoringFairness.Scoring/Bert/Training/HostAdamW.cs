using System.Numerics;
using System.Runtime.InteropServices;
using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>AdamW on the processor, in two passes over memory.</summary>
/// <param name="slots">What is trained.</param>
internal sealed class HostAdamW(IReadOnlyList<AdamWSlot> slots) : AdamW
{
    private readonly List<(AdamWSlot Slot, Tensor M, Tensor V)> _slots = [.. slots.Select(slot => (slot, Zeros(slot), Zeros(slot)))];
    private double _norm;

    /// <inheritdoc/>
    public override double GradientNorm => _norm;

    /// <inheritdoc/>
    protected override IEnumerable<(AdamWSlot Slot, Tensor M, Tensor V)> Moments => _slots;

    /// <inheritdoc/>
    protected override void Step(in AdamWStep step)
    {
        using var scope = NewDisposeScope();
        var gradients = _slots.ConvertAll(one => one.Slot.Weight.grad);
        _norm = Math.Sqrt(gradients.Sum(g => g is null ? 0 : SumOfSquares(g.Floats())));
        var scale = (float)Math.Min(1, step.MaximumNorm / (_norm + NormEpsilon));
        for (var i = 0; i < _slots.Count; i++)
        {
            if (gradients[i] is not { } gradient) continue;
            var (slot, m, v) = _slots[i];
            Update(
                slot.Weight.Floats(), gradient.Floats(), m.Floats(), v.Floats(),
                scale, (float)step.Rate(slot), (float)step.Root, (float)step.DecayFactor(slot));
            slot.Weight.grad = null;
        }
    }

    private static Tensor Zeros(AdamWSlot slot)
    {
        using var noGradient = no_grad();
        return zeros_like(slot.Weight);
    }

    private static void Update(
        Span<float> w, Span<float> g, Span<float> m, Span<float> v, float scale, float rate, float root, float keep)
    {
        var vw = MemoryMarshal.Cast<float, Vector<float>>(w);
        var vg = MemoryMarshal.Cast<float, Vector<float>>(g);
        var vm = MemoryMarshal.Cast<float, Vector<float>>(m);
        var vv = MemoryMarshal.Cast<float, Vector<float>>(v);
        var epsilon = new Vector<float>((float)Epsilon);
        for (var i = 0; i < vw.Length; i++)
        {
            var gradient = vg[i] * scale;
            var first = vm[i] * (float)Beta1 + gradient * (float)(1 - Beta1);
            var second = vv[i] * (float)Beta2 + gradient * gradient * (float)(1 - Beta2);
            vm[i] = first;
            vv[i] = second;
            vw[i] = vw[i] * keep - first * rate / (Vector.SquareRoot(second) * root + epsilon);
        }
        for (var i = vw.Length * Vector<float>.Count; i < w.Length; i++)
        {
            var gradient = g[i] * scale;
            m[i] = m[i] * (float)Beta1 + gradient * (float)(1 - Beta1);
            v[i] = v[i] * (float)Beta2 + gradient * gradient * (float)(1 - Beta2);
            w[i] = w[i] * keep - m[i] * rate / (MathF.Sqrt(v[i]) * root + (float)Epsilon);
        }
    }

    /// <summary>Summed in double over blocks that are summed in float: exact enough for a norm, at the memory's speed.</summary>
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        const int Block = 4096;
        var sum = 0.0;
        for (; values.Length > 0; values = values[Math.Min(Block, values.Length)..])
        {
            var block = values[..Math.Min(Block, values.Length)];
            var vectors = MemoryMarshal.Cast<float, Vector<float>>(block);
            var partial = Vector<float>.Zero;
            foreach (var x in vectors) partial += x * x;
            sum += Vector.Sum(partial);
            foreach (var x in block[(vectors.Length * Vector<float>.Count)..]) sum += x * x;
        }
        return sum;
    }
}
