using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Screening;

public sealed class ScreeningTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory().FullName;
    private readonly EncodedResponses _encodings = new();
    private readonly BertOptions _options;

    public ScreeningTests()
    {
        TinyCheckpoint.Write(Path.Combine(_root, "tiny"));
        _options = BertDefaults.For("model:tiny", TrainingMode.Screening) with { ModelRoot = _root, MaxTokens = 32 };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _encodings.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData(LevelHead.Classification, 0.1)]
    [InlineData(LevelHead.Ordinal, 0.04)]
    public void A_classifier_on_an_encoder_as_it_is_learns_and_gives_the_same_scores_again(LevelHead head, double more)
    {
        var request = ShortAnswers.Request(300, 80, 200, dataSeed: 11);
        var held = ShortAnswers.Make(580, 11)[380..];
        var engine = new ScreeningEngine(_options with { Head = head }, _encodings);
        var (once, again) = (engine.Fit(request, null, Cancellation), engine.Fit(request, null, Cancellation));
        Assert.Equal(once.Scores.SelectMany(score => score.Probabilities), again.Scores.SelectMany(score => score.Probabilities));
        using var fresh = new EncodedResponses();
        var elsewhere = new ScreeningEngine(_options with { Head = head }, fresh).Fit(request, null, Cancellation);
        Assert.Equal(once.Scores.SelectMany(score => score.Probabilities), elsewhere.Scores.SelectMany(score => score.Probabilities));
        Assert.Equal(once.CheckpointDigest, elsewhere.CheckpointDigest);
        var exact = held.Zip(once.Scores).Average(pair => pair.First.Level == pair.Second.Level ? 1.0 : 0);
        var majority = held.CountBy(text => text.Level).Max(level => level.Value) / (double)held.Count;
        Assert.True(exact > majority + more, $"accuracy {exact}, majority {majority}");
        Assert.Equal(once.Epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch, once.ChosenEpoch);
    }

    [Fact]
    public async Task Each_response_is_encoded_once_however_many_fits_ask_for_it_at_once()
    {
        var engine = new ScreeningEngine(_options with { Epochs = 5 }, _encodings);
        var texts = ShortAnswers.Make(200, 3);
        FitRequest Request(int fold) => new()
        {
            Training = [.. texts.Where((_, at) => at % 4 != fold)],
            Validation = [],
            Responses = [.. texts.Where((_, at) => at % 4 == fold).Select(text => text.Text)],
            LevelCount = 4,
            Seed = fold,
        };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(fold => Task.Factory.StartNew(
            () => engine.Fit(Request(fold), null, Cancellation), Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal(texts.Select(text => text.Text).Distinct().Count(), _encodings.Computed);
    }

    [Fact]
    public void What_a_cancelled_fit_had_begun_another_computes()
    {
        using var cancelled = new CancellationTokenSource();
        var engine = new ScreeningEngine(_options with { Epochs = 5 }, _encodings);
        var request = ShortAnswers.Request(150, 30, 30);
        Assert.ThrowsAny<OperationCanceledException>(() => engine.Fit(request, _ => cancelled.Cancel(), cancelled.Token));
        Assert.Equal(30, engine.Fit(request, null, Cancellation).Scores.Count);
    }

    [Fact]
    public void An_encoder_of_random_weights_and_options_of_another_mode_are_refused()
    {
        Assert.Contains("pre-trained", Assert.Single(BertDefaults.For("scratch:tiny", TrainingMode.Screening).Problems()), StringComparison.Ordinal);
        Assert.Contains("pretrainingEpochs", Assert.Single((_options with { PretrainingEpochs = 2 }).Problems()), StringComparison.Ordinal);
    }
}
