using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>A fit that is interrupted and goes on from its last whole epoch.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly BertOptions Options =
        BertDefaults.For("scratch:tiny") with { Epochs = 5, MaxTokens = 24, ResumeSeconds = 0, PretrainingEpochs = 1 };

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "fit");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Theory]
    [InlineData(1, LevelHead.Classification)]
    [InlineData(2, LevelHead.Ordinal)]
    [InlineData(4, LevelHead.Classification)]
    [InlineData(3, LevelHead.Regression)]
    public void It_ends_as_if_it_had_not_been_interrupted_and_trains_no_epoch_twice(int epoch, LevelHead head)
    {
        var options = Options with { Head = head };
        var request = ShortAnswers.Request(90, 30, 40);
        var whole = Fit(options, request, _ => { });
        var interrupted = request with { ResumeFolder = _folder };
        using (var stop = new CancellationTokenSource())
        {
            Assert.ThrowsAny<OperationCanceledException>(() => new BertScorerEngine(options).Fit(
                interrupted, progress => { if (progress.Epoch == epoch + 1) stop.Cancel(); }, stop.Token));
        }
        var started = new List<double>();
        var resumed = Fit(options, interrupted, progress => { if (progress.Epoch == epoch + 1) started.Add(progress.Fraction); });
        Assert.True(started[0] > 0.15 * epoch, $"The first word of epoch {epoch + 1} came at {started[0]}.");
        Assert.Equal(whole.Scores.SelectMany(score => score.Probabilities), resumed.Scores.SelectMany(score => score.Probabilities));
        Assert.Equal(whole.Epochs, resumed.Epochs);
        Assert.Equal(whole.ChosenEpoch, resumed.ChosenEpoch);
    }

    [Fact]
    public void The_state_of_another_fit_or_a_broken_one_is_not_gone_on_from()
    {
        var request = ShortAnswers.Request(60, 20, 20) with { ResumeFolder = _folder };
        var one = Fit(Options, request, _ => { });
        Assert.True(File.Exists(Path.Combine(_folder, "state.json")));
        PrivateModes.Expect(_folder);
        var otherSeed = request with { Seed = 99 };
        Assert.Equal(Scores(Fit(Options, otherSeed with { ResumeFolder = null }, _ => { })), Scores(Fit(Options, otherSeed, _ => { })));

        Fit(Options, request, _ => { });
        var tensors = Path.Combine(_folder, "state.safetensors");
        File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..^100]);
        Assert.Equal(Scores(one), Scores(Fit(Options, request, _ => { })));
        File.WriteAllText(Path.Combine(_folder, "state.json"), "{");
        Assert.Equal(Scores(one), Scores(Fit(Options, request, _ => { })));
    }

    [Fact]
    public void Epochs_that_take_no_time_are_not_kept()
    {
        Fit(Options with { ResumeSeconds = 60 }, ShortAnswers.Request(30, 10, 10) with { ResumeFolder = _folder }, _ => { });
        Assert.False(Directory.Exists(_folder));
    }

    private static IEnumerable<float> Scores(FitResult result) => result.Scores.SelectMany(score => score.Probabilities);

    private static FitResult Fit(BertOptions options, FitRequest request, Action<FitProgress> progress) =>
        new BertScorerEngine(options).Fit(request, progress, Cancellation);
}
