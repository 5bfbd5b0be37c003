using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Pretraining;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Autograd;

/// <summary>What goes wrong inside a gradient stops the training, and is never a gradient of zeros.</summary>
public sealed class GradientsTests : IDisposable
{
    private const BindingFlags Own =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The last byte of each.</summary>
    private static readonly byte[] CallOpCodes =
        [.. new[] { OpCodes.Call, OpCodes.Callvirt, OpCodes.Ldftn, OpCodes.Ldvirtftn }.Select(one => unchecked((byte)one.Value))];

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly BertForSequenceClassification _model = Model();

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Fine_tuning_ends_with_what_a_gradient_threw()
    {
        var tuning = new FineTuning(
            _model, BertDefaults.For("scratch:tiny"), [new LevelLoss(0, ClassWeights.None, [1, 1, 1, 1])], new SplitMix64(1), new(null, 1, 1), Cancellation);
        BreakGradient();
        Assert.Contains("contiguous", Assert.ThrowsAny<Exception>(() => tuning.Run([new(new[] { 2, 7, 3 }, 1)], [])).Message, StringComparison.Ordinal);
        Assert.Empty(tuning.Epochs);
    }

    [Fact]
    public void Further_pre_training_ends_with_what_a_gradient_threw()
    {
        var vocabulary = new WordPieceVocabulary([.. WordPieceVocabulary.Special, .. Enumerable.Range(0, 15).Select(word => $"w{word}")]);
        var start = new BertStart(_model, new(vocabulary));
        var training = new FurtherPretraining(start, BertDefaults.For("scratch:tiny") with { PretrainingEpochs = 1 }, seed: 1, new(null, 1, 1), Cancellation);
        BreakGradient();
        Assert.Contains("contiguous", Assert.ThrowsAny<Exception>(() => training.Run([new[] { 2, 7, 8, 3 }])).Message, StringComparison.Ordinal);
        Assert.Empty(training.Losses);
    }

    [Fact]
    public void A_step_of_the_graph_that_fails_gives_no_number_to_the_steps_before_it_and_nothing_to_later_losses()
    {
        var x = torch.ones(3).requires_grad_();
        var thrown = Assert.Throws<InvalidTimeZoneException>(() => Gradients.Backward(Failing.Apply(x).sum()));
        Assert.Equal("of this gradient", thrown.Message);
        Assert.All(x.grad!.data<float>().ToArray(), value => Assert.True(float.IsNaN(value)));
        x.grad = null;
        Gradients.Backward((2 * x).sum());
        Assert.Equal([2, 2, 2], x.grad!.data<float>().ToArray());
    }

    /// <summary>The compiler refuses such a call (BannedSymbols.txt); this looks at what it let through.</summary>
    [Fact]
    public void Torchs_own_ways_back_are_called_in_one_place()
    {
        var module = typeof(Gradients).Module;
        byte[][] ways = [.. References(module).Where(one => module.ResolveMethod(one) is { Name: "backward" or "grad" }).Select(Bytes)];
        Assert.NotEmpty(ways);
        var callers = module.GetTypes().Where(type => type.GetMembers(Own).OfType<MethodBase>()
            .Any(method => method.GetMethodBody()?.GetILAsByteArray() is { } code && ways.Any(way => Calls(code, way))));
        Assert.Equal([typeof(Gradients)], callers);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Memory that does not lie together is what a kernel refuses.</summary>
    private void BreakGradient() => _model.bert.encoder.layer[1].output.dense.bias.grad = torch.zeros(128, 2).select(1, 0);

    private static BertForSequenceClassification Model()
    {
        using var weights = new torch.Generator(1);
        var model = new BertForSequenceClassification(BertConfig.OfScratch(ScratchSize.Tiny, 20), 4, new DropoutMasks(1));
        RandomWeights.Draw(model, weights);
        return model;
    }

    /// <summary>The tokens of methods of other assemblies.</summary>
    private static IEnumerable<int> References(Module module)
    {
        const int MemberReferences = 0x0A00_0000;
        for (var row = 1; ; row++)
        {
            MemberInfo? member;
            try
            {
                member = module.ResolveMember(MemberReferences | row);
            }
            catch (ArgumentOutOfRangeException)
            {
                yield break;
            }
            catch (ArgumentException)
            {
                // A member of a generic type's parameter, which stands for none by itself.
                continue;
            }
            if (member is MethodBase) yield return MemberReferences | row;
        }
    }

    private static byte[] Bytes(int token)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, token);
        return bytes;
    }

    private static bool Calls(ReadOnlySpan<byte> code, ReadOnlySpan<byte> token)
    {
        for (var at = code.IndexOf(token); at > 0; at = code[(at + 1)..].IndexOf(token) is var next and >= 0 ? at + 1 + next : -1)
        {
            if (CallOpCodes.Contains(code[at - 1])) return true;
        }
        return false;
    }

    /// <summary>A step of the graph whose gradient throws.</summary>
    private sealed class Failing : torch.autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public static torch.Tensor Apply(torch.Tensor x) => apply(x);

        public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
        {
            SavedTensors<string>.Save(ctx, "", (torch.Tensor)vars[0]);
            return ((torch.Tensor)vars[0]) * 1;
        }

        public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor gradient) =>
            SavedTensors<string>.Backward(ctx, 1, (_, _) => throw new InvalidTimeZoneException("of this gradient"));
    }
}
