using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Tests.Bert.Cpu;

/// <summary>A layer by the kernels against the same layer by torch's operations and torch's own gradients.</summary>
public sealed class CpuLayerTests
{
    [Theory]
    [InlineData(3, 5, 32, 2, 64, 0.0)]
    [InlineData(3, 5, 32, 2, 64, 0.1)]
    [InlineData(2, 16, 48, 3, 96, 0.1)]
    [InlineData(5, 37, 64, 4, 128, 0.3)]
    [InlineData(2, 300, 32, 2, 80, 0.1)]
    public void Results_and_all_gradients_are_those_of_torch(int texts, int length, int width, int heads, int inner, double dropout)
    {
        using var scope = NewDisposeScope();
        var (composed, fused) = (new Run(texts, length, width, heads, inner, dropout), new Run(texts, length, width, heads, inner, dropout));
        var expected = composed.GradientsOf(composed.Layer.Composed);
        var actual = fused.GradientsOf(fused.Layer.call);
        Assert.Equal(composed.Masks.Drawn, fused.Masks.Drawn);
        Assert.Equal(18, expected.Count);
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, values) in expected)
        {
            var scale = values.Max(value => Math.Abs(value));
            // The gradient of the keys' bias is 0 but for rounding: softmax does not see it.
            Assert.All(values.Zip(actual[name]), pair => Assert.Equal(pair.First, pair.Second, scale * 2e-5 + 4e-5));
        }
    }

    [Fact]
    public void Scoring_goes_by_the_kernels_too()
    {
        using var scope = NewDisposeScope();
        var run = new Run(3, 21, 32, 2, 64, 0.1);
        run.Layer.eval();
        using var noGradient = no_grad();
        var (composed, fused) = (run.Layer.Composed(run.X, run.Mask), run.Layer.call(run.X, run.Mask));
        Assert.Equal(0UL, run.Masks.Drawn);
        Assert.InRange((composed - fused).abs().max().item<float>(), float.Epsilon, 2e-5f);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = new Run(9, 64, 32, 2, 64, 0.1);
            var one = alone.GradientsOf(alone.Layer.call);
            set_num_threads(2);
            var together = new Run(9, 64, 32, 2, 64, 0.1);
            var two = together.GradientsOf(together.Layer.call);
            bool IsSummed(string name) => name.EndsWith("bias", StringComparison.Ordinal) || name.Contains("LayerNorm", StringComparison.Ordinal);
            foreach (var name in one.Keys.Where(IsSummed))
                Assert.Equal(one[name], two[name]);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Gradients_of_several_parts_are_added_up()
    {
        using var scope = NewDisposeScope();
        var (once, twice) = (new Run(3, 5, 32, 2, 64, 0), new Run(3, 5, 32, 2, 64, 0));
        var single = once.GradientsOf(once.Layer.call);
        twice.GradientsOf(twice.Layer.call);
        foreach (var (name, values) in twice.GradientsOf(twice.Layer.call).Where(one => one.Key.Contains('.')))
            Assert.All(values.Zip(single[name]), pair => Assert.Equal(2 * pair.Second, pair.First, Math.Abs(pair.Second) * 1e-5 + 1e-6));
    }

    [Fact]
    public void A_frozen_layer_passes_the_gradient_on_and_takes_none()
    {
        using var scope = NewDisposeScope();
        var (free, frozen) = (new Run(3, 5, 32, 2, 64, 0), new Run(3, 5, 32, 2, 64, 0));
        foreach (var parameter in frozen.Layer.parameters()) parameter.requires_grad = false;
        var gradients = frozen.GradientsOf(frozen.Layer.call);
        Assert.Equal(free.GradientsOf(free.Layer.call)["x"], gradients["x"]);
        Assert.Equal(["result", "x"], gradients.Keys.Order());
    }

    [Fact]
    public void What_goes_wrong_on_the_way_back_is_thrown_to_the_caller()
    {
        using var scope = NewDisposeScope();
        var run = new Run(3, 5, 32, 2, 64, 0);
        // Memory that does not lie together is what a kernel refuses.
        run.Layer.output.dense.bias.grad = zeros(32, 2).select(1, 0);
        Assert.ThrowsAny<Exception>(() => run.GradientsOf(run.Layer.call));
        run.Layer.output.dense.bias.grad = null;
        Assert.NotEmpty(run.GradientsOf(run.Layer.call));
    }

    private sealed class Run
    {
        public Run(int texts, int length, int width, int heads, int inner, double dropout)
        {
            Masks = new(5);
            Layer = new(
                new()
                {
                    VocabSize = 10,
                    HiddenSize = width,
                    NumHiddenLayers = 1,
                    NumAttentionHeads = heads,
                    IntermediateSize = inner,
                    HiddenDropoutProb = dropout,
                    AttentionProbsDropoutProb = dropout,
                },
                Masks);
            using var generator = new Generator(7);
            RandomWeights.Draw(Layer, 0.3, generator);
            using (no_grad())
                foreach (var (name, parameter) in Layer.named_parameters().Where(one => BertTensors.IsBiasOrLayerNorm($".{one.name}")))
                    parameter.normal_(name.Contains("LayerNorm.weight", StringComparison.Ordinal) ? 1 : 0, 0.2, generator);
            X = randn([texts, length, width], generator: generator).requires_grad_();
            Above = randn([texts, length, width], generator: generator);
            var padding = zeros(texts, 1, 1, length);
            for (var text = 1; text < texts; text++) padding[text, 0, 0, (length - text)..] = float.MinValue;
            Mask = padding;
            Layer.train();
        }

        public BertLayer Layer { get; }

        public DropoutMasks Masks { get; }

        public Tensor X { get; }

        public Tensor Mask { get; }

        private Tensor Above { get; }

        public SortedDictionary<string, float[]> GradientsOf(Func<Tensor, Tensor?, Tensor> forward)
        {
            var result = forward(X, Mask);
            Gradients.Backward((result * Above).sum());
            var all = new SortedDictionary<string, float[]>(StringComparer.Ordinal)
            {
                ["result"] = result.data<float>().ToArray(),
                ["x"] = X.grad!.data<float>().ToArray(),
            };
            foreach (var (name, parameter) in Layer.named_parameters())
                if (parameter.grad is { } gradient)
                    all[name] = gradient.contiguous().data<float>().ToArray();
            X.grad = null;
            return all;
        }
    }
}
