using Mono.Cecil;
using Mono.Cecil.Cil;
using ScoringFairness.Scoring.NasBert;

namespace ScoringFairness.Scoring.Tests.NasBert;

/// <summary>NAS-BERT as Microsoft.ML.TorchSharp trains it, in its own process, from weights of random numbers.</summary>
public sealed class NasBertScorerEngineTests : IDisposable
{
    private static readonly string[][] Words =
    [
        ["dunno", "magic", "guess", "stuff"], ["hot", "cold", "warm", "feels"], ["bigger", "faster", "moves", "melts"],
        ["particles", "energy", "transfer", "collide"],
    ];

    private readonly TemporaryFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private NasBertOptions Options => new() { Folder = _home.Path, Epochs = 4, BatchSize = 8, LearningRate = 1e-3 };

    public void Dispose() => _home.Dispose();

    [Fact]
    public void It_learns_from_a_fold_that_lacks_a_level_and_gives_that_level_no_probability()
    {
        NasBertFile.Write(_home.Path);
        var seen = new List<FitProgress>();
        var request = Request(level => level == 1);
        var result = new NasBertScorerEngine(Options).Fit(request, seen.Add, Cancellation);
        var right = result.Scores.Zip(Levels(request.Responses), (score, level) => score.Level == level).Count(same => same);
        Assert.True(right >= 0.9 * request.Responses.Count, $"{right} of {request.Responses.Count}");
        Assert.All(result.Scores, score =>
        {
            Assert.Equal(4, score.Probabilities.Count);
            Assert.Equal(1, score.Probabilities.Sum(), 1e-4f);
            Assert.Equal(0, score.Probabilities[1]);
        });
        Assert.Equal(new NasBertWeights(_home.Path).Digest(), result.CheckpointDigest);
        Assert.Equal((4, 4), (result.ChosenEpoch, seen[^1].Epochs));
        Assert.Equal(Enumerable.Range(1, 4), seen.Select(one => one.Epoch).Distinct());
        Assert.Equal(seen.Select(one => one.Fraction).Order(), seen.Select(one => one.Fraction));
    }

    [Fact]
    public void The_same_request_gives_the_same_figures_and_another_seed_others()
    {
        NasBertFile.Write(_home.Path);
        var options = Options with { Epochs = 1 };
        var request = Request(_ => false);
        request = request with { Training = [.. request.Training.Where((_, at) => at % 4 == 0)], Validation = [], Responses = [.. request.Responses.Take(4)] };
        float[] Fitted(long seed) =>
            [.. new NasBertScorerEngine(options).Fit(request with { Seed = seed }, null, Cancellation).Scores.SelectMany(score => score.Probabilities)];
        var first = Fitted(7);
        Assert.Equal(first, Fitted(7));
        Assert.NotEqual(first, Fitted(8));
    }

    [Fact]
    public void Other_weights_than_those_that_an_audit_began_with_are_refused()
    {
        NasBertFile.Write(_home.Path, seed: 2);
        var meant = new string('0', 64);
        var refused = Assert.Throws<FitException>(() => new NasBertScorerEngine(Options with { Sha256 = meant }).Fit(Request(_ => false), null, Cancellation));
        Assert.Contains($"{meant} is what it must have: every worker needs the same file", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mended", "InitConstant(TorchSharp.torch/Tensor,TorchSharp.Scalar) has other instructions")]
    [InlineData("renamed", "it has no method System.Void Microsoft.ML.TorchSharp.Utils.ModelUtils::InitZeros(TorchSharp.torch/Tensor)")]
    [InlineData("moved", "NewPlace() draws weights too")]
    public void A_trainer_that_is_not_the_one_that_is_known_is_refused_with_its_version(string change, string told)
    {
        NasBertFile.Write(_home.Path);
        using var program = TemporaryFolder.CopyOf(Options.Program);
        Change(program.File("Microsoft.ML.TorchSharp.dll"), change);
        var refused = Assert.Throws<FitException>(
            () => new NasBertScorerEngine(Options with { Program = program.Path }).Fit(Request(_ => false), null, Cancellation));
        Assert.Contains("Microsoft.ML.TorchSharp 0.23.1+", refused.Message, StringComparison.Ordinal);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Makes of the trainer's assembly what another version of it may be.</summary>
    private static void Change(string file, string change)
    {
        using var module = ModuleDefinition.ReadModule(file, new ReaderParameters { InMemory = true });
        var faulty = module.GetType("Microsoft.ML.TorchSharp.Utils.ModelUtils");
        var method = faulty.Methods.Single(one => one.Name == (change == "mended" ? "InitConstant" : "InitZeros"));
        switch (change)
        {
            case "mended":
                var disposal = method.Body.Instructions.Single(one => one.OpCode == OpCodes.Callvirt);
                (disposal.OpCode, disposal.Operand) = (OpCodes.Pop, null);
                break;
            case "renamed":
                method.Name = "InitToZeros";
                break;
            default:
                var place = new MethodDefinition("NewPlace", MethodAttributes.Static | MethodAttributes.Public, module.TypeSystem.Void);
                var call = method.Body.Instructions.Single(one => one.OpCode == OpCodes.Call);
                place.Body.Instructions.Add(Instruction.Create(OpCodes.Ldnull));
                place.Body.Instructions.Add(Instruction.Create(OpCodes.Call, (MethodReference)call.Operand));
                place.Body.Instructions.Add(Instruction.Create(OpCodes.Pop));
                place.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
                module.GetType("Microsoft.ML.TorchSharp.TorchSharpCatalog").Methods.Add(place);
                break;
        }
        module.Write(file);
    }

    private static FitRequest Request(Func<int, bool> lacks) => new()
    {
        // In the order of their levels: what is not shuffled is not learnt.
        Training = [.. Enumerable.Range(0, 64).Select(n => Answer(n, n / 16)).Where(answer => !lacks(answer.Level))],
        Validation = [.. Enumerable.Range(64, 8).Select(n => Answer(n, n % 4)).Where(answer => !lacks(answer.Level))],
        Responses = [.. Enumerable.Range(72, 32).Select(n => Answer(n, n % 4)).Where(answer => !lacks(answer.Level)).Select(answer => answer.Text)],
        LevelCount = 4,
        Seed = 11,
    };

    private static LabelledText Answer(int number, int level) =>
        new(string.Join(' ', Enumerable.Range(0, 8).Select(word => Words[level][(number * 7 + word * word) % 4])), level);

    private static IEnumerable<int> Levels(IEnumerable<string> texts) =>
        texts.Select(text => Array.FindIndex(Words, words => words.Contains(text.Split(' ')[0])));
}
