using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;

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
    [InlineData(LevelHead.Regression, 0.04)]
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
    public void A_regression_gives_real_valued_scores_with_probabilities_whose_nearest_levels_are_its_levels()
    {
        Assert.Equal((LevelHead.Regression, LongTexts.Windows), (_options.Head, _options.LongTexts));
        var result = new ScreeningEngine(_options, _encodings).Fit(ShortAnswers.Request(120, 30, 60), null, Cancellation);
        Assert.All(result.Scores, score =>
        {
            Assert.Equal(1, score.Probabilities.Sum(), 1e-5f);
            Assert.Equal(score.Level, (int)Math.Round(score.Score!.Value));
        });
        Assert.True(result.Scores.Select(score => score.Score).Distinct().Count() > 30);
        var epoch = Assert.Single(result.Epochs);
        Assert.True(epoch.ValidationLoss > epoch.TrainingLoss, "Held-out responses lie no further from the line than its own.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(12)]
    public void Few_responses_are_enough_for_a_line(int responses) =>
        Assert.Equal(5, new ScreeningEngine(_options, _encodings).Fit(ShortAnswers.Request(responses, 0, 5), null, Cancellation).Scores.Count);

    [Fact]
    public void The_whole_of_a_long_response_counts_and_its_tokens_count_alike()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var encoder = new ResponseEncoder(_options, new CheckpointFolder(Path.Combine(_root, "tiny")));
        var words = string.Join(' ', Enumerable.Repeat("the cup is hot", 400));
        var vectors = encoder.Encode([words, words + " magic", "the cup", "the cup"], Cancellation);
        Assert.All(vectors, vector => Assert.Equal(2 * 16, vector.Length));
        Assert.NotEqual(vectors[0], vectors[1]);
        Assert.Equal(vectors[2], vectors[3]);
    }

    [Fact]
    public void The_line_of_ridge_regression_is_the_same_by_rows_and_by_features()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var random = new Random(3);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        var features = TorchSharp.torch.tensor(Numbers(30 * 4), [30, 4]);
        var scores = TorchSharp.torch.tensor(Numbers(30).Select(value => (double)value).ToArray());
        // Columns of zeros change nothing but which of the two forms is solved.
        var padded = TorchSharp.torch.cat([features, TorchSharp.torch.zeros(30, 40)], 1);
        var (tall, wide) = (RidgeSolution.Of(features, scores, 2), RidgeSolution.Of(padded, scores, 2));
        Assert.All(tall.Places(features).Zip(wide.Places(padded)), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        var residuals = scores.data<double>().ToArray().Zip(tall.Places(features), (score, place) => score - place).ToArray();
        Assert.Equal(0, residuals.Sum(), 1e-6);
        for (var column = 0; column < 4; column++)
        {
            // At the minimum the slope is nought: Σ x (y − wx − b) = λ w.
            var slope = Enumerable.Range(0, 30).Sum(row => features[row, column].item<float>() * residuals[row]);
            Assert.Equal(2 * tall.Weights[column].item<double>(), slope, 1e-5);
        }
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
    public void A_fit_whose_place_is_wanted_ends_after_some_responses_and_loses_none_of_them()
    {
        var engine = new ScreeningEngine(_options with { Epochs = 5 }, _encodings);
        var request = ShortAnswers.Request(150, 30, 30);
        var texts = request.Training.Concat(request.Validation).Select(text => text.Text).Concat(request.Responses).Distinct().Count();
        var turns = 0;
        for (var computed = 0L; computed < texts; computed = _encodings.Computed, turns++)
        {
            Assert.Throws<GaveWayException>(() => engine.Fit(request with { IsPlaceWanted = () => true }, null, Cancellation));
            Assert.True(_encodings.Computed > computed);
        }
        Assert.InRange(turns, 2, texts);
        Assert.Equal(30, engine.Fit(request with { IsPlaceWanted = () => true }, null, Cancellation).Scores.Count);
        Assert.Equal(texts, _encodings.Computed);
    }

    [Fact]
    public async Task A_fit_that_waits_for_what_another_encodes_gives_its_place_to_whoever_wants_it()
    {
        var engine = new ScreeningEngine(_options with { Epochs = 5 }, _encodings);
        var request = ShortAnswers.Request(20, 0, 5);
        using var encodes = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var first = Task.Run(
            () => engine.Fit(
                request,
                progress =>
                {
                    if (progress.Note?.StartsWith("encoding", StringComparison.Ordinal) != true) return;
                    encodes.Set();
                    goOn.Wait(Cancellation);
                },
                Cancellation),
            Cancellation);
        encodes.Wait(Cancellation);
        Assert.Throws<GaveWayException>(() => engine.Fit(request with { IsPlaceWanted = () => true }, null, Cancellation));
        goOn.Set();
        Assert.Equal(5, (await first).Scores.Count);
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
        Assert.Contains("headRate", Assert.Single((_options with { HeadRate = 2 }).Problems()), StringComparison.Ordinal);
    }
}
