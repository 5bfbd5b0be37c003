using ScoringFairness.Scoring.Bert.Devices;
using TorchSharp;
using TorchSharp.Modules;
using AdamW = ScoringFairness.Scoring.Bert.Training.AdamW;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>The optimizer of any device beside that of the processor.</summary>
public sealed class DeviceAdamWTests : IDisposable
{
    private const string Frozen = "bert.encoder.layer.0.attention.self.query.weight";

    private static readonly (string Name, long[] Shape)[] Layout =
    [
        (Frozen, [8, 4]), ("bert.encoder.layer.1.attention.self.query.weight", [33, 17]), ("bert.encoder.layer.1.attention.self.query.bias", [33]),
        ("bert.encoder.layer.1.output.LayerNorm.weight", [17]), ("classifier.weight", [4, 17]), ("classifier.bias", [4]), ("ordinal.thresholds", [3]),
    ];

    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.05)]
    [InlineData(1e6)]
    public void It_takes_the_steps_of_the_processor_s_with_clipping_decay_and_frozen_parameters(double maximumNorm)
    {
        var (host, device) = (Parameters(), Parameters());
        var (one, other) = (On(TorchDevice.Cpu, host), On(TorchDevice.Generic(), device));
        for (var step = 0; step < 8; step++)
        {
            Gradients(host, step);
            Gradients(device, step);
            one.Step(1e-2, maximumNorm);
            other.Step(1e-2, maximumNorm);
            Assert.Equal(one.GradientNorm, other.GradientNorm, 1e-5);
        }
        AssertEqual(one, other);
        Assert.Equal(8, other.StepsTaken);
        Assert.All(device, parameter => Assert.Null(parameter.Weight.grad));
        Assert.False(device[0].Weight.requires_grad);
        Assert.Equal(Values(Parameters()[0].Weight), Values(device[0].Weight));
        Assert.NotEqual(Values(Parameters()[1].Weight), Values(device[1].Weight));
    }

    [Fact]
    public void One_that_was_made_before_another_trained_the_same_parameters_goes_on_from_what_that_left()
    {
        var (host, device) = (Parameters(), Parameters());
        AdamW Train(TorchDevice on, (string, Parameter)[] parameters)
        {
            var (first, second) = (On(on, parameters), On(on, parameters[1..4]));
            foreach (var optimizer in (AdamW[])[second, first])
            {
                Gradients(parameters, 1);
                optimizer.Step(1e-2, 1);
            }
            return first;
        }
        AssertEqual(Train(TorchDevice.Cpu, host), Train(TorchDevice.Generic(), device));
    }

    [Fact]
    public void Its_state_taken_up_by_another_leads_to_the_same_weights()
    {
        var (whole, begun, resumed) = (Parameters(), Parameters(), Parameters());
        var (all, first, second) = (On(TorchDevice.Generic(), whole), On(TorchDevice.Generic(), begun), On(TorchDevice.Generic(), resumed));
        for (var step = 0; step < 4; step++)
        {
            Gradients(whole, step);
            all.Step(1e-2, 1);
            if (step == 2)
            {
                using var noGradient = torch.no_grad();
                foreach (var (from, to) in first.State.Zip(second.State)) to.Tensor.copy_(from.Tensor);
                second.StepsTaken = first.StepsTaken;
            }
            Gradients(step < 2 ? begun : resumed, step);
            (step < 2 ? first : second).Step(1e-2, 1);
        }
        foreach (var (one, other) in whole.Zip(resumed).Skip(1)) Assert.Equal(Values(one.Weight), Values(other.Weight));
    }

    private static AdamW On(TorchDevice device, (string Name, Parameter Weight)[] parameters) =>
        AdamW.On(device, parameters, 0.1, name => name == Frozen ? 0 : name.StartsWith("classifier", StringComparison.Ordinal) ? 1 : 0.5);

    private static (string Name, Parameter Weight)[] Parameters()
    {
        using var generator = new torch.Generator(3);
        return [.. Layout.Select(one => (one.Name, torch.nn.Parameter(torch.randn(one.Shape, generator: generator))))];
    }

    private static void Gradients((string Name, Parameter Weight)[] parameters, int step)
    {
        using var generator = new torch.Generator((ulong)(40 + step));
        foreach (var (name, weight) in parameters)
        {
            var gradient = torch.randn(weight.shape, generator: generator);
            if (name != Frozen) weight.grad = gradient;
        }
    }

    private static void AssertEqual(AdamW one, AdamW other)
    {
        var expected = one.State.ToDictionary(state => state.Name, state => state.Tensor);
        var actual = other.State.ToDictionary(state => state.Name, state => state.Tensor);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.shape, actual[name].shape);
            Assert.All(Values(tensor).Zip(Values(actual[name])), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    private static float[] Values(torch.Tensor tensor) => tensor.detach().data<float>().ToArray();
}
