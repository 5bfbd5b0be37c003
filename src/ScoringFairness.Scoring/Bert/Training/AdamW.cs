using System.Numerics;
using System.Runtime.InteropServices;
using ScoringFairness.Scoring.Bert.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Adam with decoupled weight decay, and the clipping of the gradient's norm, in two passes over memory.</summary>
/// <remarks>
/// Loshchilov, Hutter (2019), arXiv 1711.05101, algorithm 2, with bias correction as in torch: m ← β₁m + (1−β₁)g,
/// v ← β₂v + (1−β₂)g², w ← w(1 − ηλ) − η m̂ / (√v̂ + ε). Biases and LayerNorm have no decay.
/// </remarks>
internal sealed class AdamW
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly List<(string Name, Parameter Weight, Tensor M, Tensor V, double Rate, double Decay)> _slots = [];

    /// <summary>Steps taken.</summary>
    public int StepsTaken { get; set; }

    /// <summary>What is trained and its moments, by name: all that the next step depends on, beside <see cref="StepsTaken"/>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State =>
        _slots.SelectMany(slot => (IEnumerable<(string, Tensor)>)[($"weight.{slot.Name}", slot.Weight), ($"first.{slot.Name}", slot.M), ($"second.{slot.Name}", slot.V)]);

    /// <summary>Makes the moments, in the current dispose scope.</summary>
    /// <param name="parameters">What is trained, by name.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="rateOf">The share of the learning rate that a parameter of that name gets; one of 0 gets no gradient either.</param>
    public AdamW(IEnumerable<(string Name, Parameter Weight)> parameters, double weightDecay, Func<string, double>? rateOf = null)
    {
        using var noGradient = no_grad();
        foreach (var (name, weight) in parameters)
        {
            var rate = rateOf?.Invoke(name) ?? 1;
            weight.requires_grad = rate > 0;
            if (rate > 0) _slots.Add((name, weight, zeros_like(weight), zeros_like(weight), rate, IsUndecayed(name) ? 0 : weightDecay));
        }
    }

    /// <summary>One step with the gradients that lie in the parameters; afterwards these are gone.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="maximumNorm">The gradient of all parameters together is scaled down to this norm.</param>
    /// <returns>The norm before it was scaled.</returns>
    public double Step(double learningRate, double maximumNorm)
    {
        using var scope = NewDisposeScope();
        var gradients = _slots.ConvertAll(s => s.Weight.grad);
        var norm = Math.Sqrt(gradients.Sum(g => g is null ? 0 : SumOfSquares(Floats(g))));
        var scale = (float)Math.Min(1, maximumNorm / (norm + 1e-6));

        StepsTaken++;
        var rate = learningRate / (1 - Math.Pow(Beta1, StepsTaken));
        var root = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, StepsTaken)));
        for (var i = 0; i < _slots.Count; i++)
        {
            if (gradients[i] is not { } gradient) continue;
            var (_, weight, m, v, share, decay) = _slots[i];
            Update(Floats(weight), Floats(gradient), Floats(m), Floats(v), scale, (float)(rate * share), root, (float)(1 - learningRate * share * decay));
            weight.grad = null;
        }
        return norm;
    }

    private static bool IsUndecayed(string name) =>
        BertTensors.IsBiasOrLayerNorm(name) || BertTensors.IsThreshold(name);

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

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
