using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Parity;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Devices;

/// <summary>Whole fits by the path of any device, on the processor: what a GPU does apart from being one.</summary>
public sealed class DeviceFitTests : IDisposable
{
    private static readonly BertOptions Options = BertDefaults.For("scratch:tiny") with { Epochs = 6, MaxTokens = 24, ResumeSeconds = 0 };

    private readonly string _root = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static FitRequest Request => ShortAnswers.Request(200, 60, 60);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_dropout_its_figures_are_the_oracle_s()
    {
        var differences = BertParity.Measure(SharedFolder.Path("oracles", "bert-tiny"), TorchDevice.Generic(), Cancellation);
        Assert.True(differences.Holds, $"{differences}");
    }

    [Fact]
    public void A_fit_begins_with_the_same_weights_learns_as_well_and_gives_the_same_bits_again()
    {
        var (usual, once, again) = (Fit(TorchDevice.Cpu), Fit(TorchDevice.Generic()), Fit(TorchDevice.Generic()));
        Assert.Equal(usual.CheckpointDigest, once.CheckpointDigest);
        Assert.Equal(Scores(once), Scores(again));
        Assert.Equal(once.Epochs, again.Epochs);
        // Other dropout masks: the courses differ, and not by much.
        Assert.NotEqual(Scores(usual), Scores(once));
        Assert.All(usual.Epochs.Zip(once.Epochs), pair => Assert.Equal(pair.First.TrainingLoss, pair.Second.TrainingLoss, 0.05));
        Assert.True(once.Epochs[^1].TrainingLoss < once.Epochs[0].TrainingLoss - 0.1, $"{once.Epochs[0]}, {once.Epochs[^1]}");
    }

    [Fact]
    public void In_bfloat16_it_learns_as_in_float32_and_says_so()
    {
        var (usual, half) = (Fit(TorchDevice.Cpu), Fit(TorchDevice.Cpu.In(TorchPrecision.BFloat16)));
        Assert.NotEqual(Scores(usual), Scores(half));
        // The same masks and the same order: nothing but rounding tells them apart.
        Assert.All(usual.Epochs.Zip(half.Epochs), pair => Assert.Equal(pair.First.TrainingLoss, pair.Second.TrainingLoss, 0.02));
        Assert.Empty(usual.Notes);
        Assert.Contains("bfloat16", Assert.Single(half.Notes), StringComparison.Ordinal);
        Assert.Equal(Scores(half), Scores(Fit(TorchDevice.Cpu.In(TorchPrecision.BFloat16))));
    }

    [Fact]
    public void An_interrupted_fit_goes_on_as_if_it_had_not_been()
    {
        var options = Options with
        {
            Device = TorchDevice.Generic(TorchPrecision.BFloat16),
            Head = LevelHead.Ordinal,
            PretrainingEpochs = 1,
            LayerDecay = 0.9,
            FrozenLayers = 1,
            LongTexts = LongTexts.Windows,
            MaxTokens = 16,
        };
        var whole = new BertScorerEngine(options).Fit(Request, null, Cancellation);
        var interrupted = Request with { ResumeFolder = Path.Combine(_root, "fit") };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new BertScorerEngine(options).Fit(
            interrupted, progress => { if (progress.Epoch == 4) stop.Cancel(); }, stop.Token));

        // A fit of another precision does not go on from it.
        var begun = new List<double>();
        new BertScorerEngine(options with { Device = TorchDevice.Generic() }).Fit(
            interrupted with { ResumeFolder = Copy("other") }, progress => { if (progress.Epoch == 1) begun.Add(progress.Fraction); }, Cancellation);
        Assert.NotEmpty(begun);

        var resumed = new BertScorerEngine(options).Fit(interrupted, progress => Assert.True(progress.Epoch is 0 or > 2), Cancellation);
        Assert.Equal(Scores(whole), Scores(resumed));
        Assert.Equal(whole.Epochs, resumed.Epochs);
    }

    [Fact]
    public void What_it_exports_scores_as_it_did()
    {
        var request = Request with { ExportFolder = Path.Combine(_root, "exported") };
        var result = new BertScorerEngine(Options with { Device = TorchDevice.Generic() }).Fit(request, null, Cancellation);
        using var scorer = new BertScorer(request.ExportFolder);
        var scored = scorer.Score(request.Responses, Cancellation);
        Assert.All(
            scored.SelectMany(score => score.Probabilities).Zip(Scores(result)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData(TorchPrecision.Float32, 1e-3)]
    [InlineData(TorchPrecision.BFloat16, 0.1)]
    public void Screening_encodes_on_it(TorchPrecision precision, double tolerance)
    {
        TinyCheckpoint.Write(Path.Combine(_root, "tiny"));
        var options = BertDefaults.For("model:tiny", TrainingMode.Screening) with { ModelRoot = _root, MaxTokens = 32 };
        using var encodings = new EncodedResponses();
        FitResult Screened(TorchDevice device) => new ScreeningEngine(options with { Device = device }, encodings).Fit(Request, null, Cancellation);
        var usual = Screened(TorchDevice.Cpu);
        var computed = encodings.Computed;
        var other = Screened(TorchDevice.Generic(precision));
        Assert.Equal(2 * computed, encodings.Computed);
        Assert.Equal(usual.CheckpointDigest, other.CheckpointDigest);
        Assert.All(Scores(usual).Zip(Scores(other)), pair => Assert.Equal(pair.First, pair.Second, (float)tolerance));
        Assert.Equal(precision == TorchPrecision.BFloat16 ? 2 : 1, other.Notes.Count);
    }

    private string Copy(string name)
    {
        var copy = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_root, "fit"))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static FitResult Fit(TorchDevice device) => new BertScorerEngine(Options with { Device = device }).Fit(Request, null, Cancellation);

    private static IEnumerable<float> Scores(FitResult result) => result.Scores.SelectMany(score => score.Probabilities);
}
