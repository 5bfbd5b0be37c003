using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>A parameter that is trained.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">The parameter.</param>
/// <param name="Share">Its share of the learning rate.</param>
/// <param name="Decay">λ; 0 of biases, LayerNorm and thresholds.</param>
internal sealed record AdamWSlot(string Name, Parameter Weight, double Share, double Decay);

/// <summary>What one step needs beside gradients and moments.</summary>
/// <param name="LearningRate">η.</param>
/// <param name="MaximumNorm">The gradient of all parameters together is scaled down to this norm.</param>
/// <param name="Number">The step, from 1.</param>
internal readonly record struct AdamWStep(double LearningRate, double MaximumNorm, int Number)
{
    /// <summary>1 / √(1 − β₂ᵗ).</summary>
    public double Root => 1 / Math.Sqrt(1 - Math.Pow(AdamW.Beta2, Number));

    /// <summary>η of a parameter over (1 − β₁ᵗ).</summary>
    public double Rate(AdamWSlot slot) => LearningRate / (1 - Math.Pow(AdamW.Beta1, Number)) * slot.Share;

    /// <summary>What decay leaves of a parameter: 1 − ηλ.</summary>
    public double DecayFactor(AdamWSlot slot) => 1 - LearningRate * slot.Share * slot.Decay;
}

/// <summary>Adam with decoupled weight decay, and the clipping of the gradient's norm.</summary>
/// <remarks>
/// Loshchilov, Hutter (2019), arXiv 1711.05101, algorithm 2, with bias correction as in torch: m ← β₁m + (1−β₁)g,
/// v ← β₂v + (1−β₂)g², w ← w(1 − ηλ) − η m̂ / (√v̂ + ε). Biases and LayerNorm have no decay.
/// </remarks>
internal abstract class AdamW
{
    /// <summary>The constants of the method.</summary>
    public const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    /// <summary>Added to the norm that gradients are divided by.</summary>
    protected const double NormEpsilon = 1e-6;

    /// <summary>Steps taken.</summary>
    public int StepsTaken { get; set; }

    /// <summary>The norm of the last step's gradient, before it was scaled.</summary>
    public abstract double GradientNorm { get; }

    /// <summary>What is trained and its moments, by name: all that the next step depends on, beside <see cref="StepsTaken"/>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => Moments.SelectMany(
        one => (IEnumerable<(string, Tensor)>)
        [
            ($"weight.{one.Slot.Name}", one.Slot.Weight), ($"first.{one.Slot.Name}", one.M), ($"second.{one.Slot.Name}", one.V),
        ]);

    /// <summary>The moments of each parameter, in its shape.</summary>
    protected abstract IEnumerable<(AdamWSlot Slot, Tensor M, Tensor V)> Moments { get; }

    /// <summary>The optimizer of parameters that lie on a device, with its moments in the current dispose scope.</summary>
    /// <param name="device">The device.</param>
    /// <param name="parameters">What is trained, by name.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="rateOf">The share of the learning rate that a parameter of that name gets; one of 0 gets no gradient either.</param>
    public static AdamW On(
        TorchDevice device, IEnumerable<(string Name, Parameter Weight)> parameters, double weightDecay, Func<string, double>? rateOf = null)
    {
        var slots = new List<AdamWSlot>();
        foreach (var (name, weight) in parameters)
        {
            var share = rateOf?.Invoke(name) ?? 1;
            weight.requires_grad = share > 0;
            if (share > 0) slots.Add(new(name, weight, share, IsUndecayed(name) ? 0 : weightDecay));
        }
        return device.SeesMemory ? new HostAdamW(slots) : new DeviceAdamW(slots);
    }

    /// <summary>One step with the gradients that lie in the parameters; afterwards these are gone.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="maximumNorm">The gradient of all parameters together is scaled down to this norm.</param>
    public void Step(double learningRate, double maximumNorm) => Step(new(learningRate, maximumNorm, ++StepsTaken));

    /// <inheritdoc cref="Step(double, double)"/>
    protected abstract void Step(in AdamWStep step);

    private static bool IsUndecayed(string name) =>
        BertTensors.IsBiasOrLayerNorm(name) || BertTensors.IsOfResponses(name);
}
