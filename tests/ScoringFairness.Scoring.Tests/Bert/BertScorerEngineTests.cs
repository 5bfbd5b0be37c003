using System.Diagnostics;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert;

public sealed class BertScorerEngineTests
{
    private static readonly BertOptions Quick = BertDefaults.For("scratch:tiny") with { Epochs = 2, TakenEpoch = TakenEpoch.Best };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_tiny_scorer_learns_short_answers_well_above_the_majority_class()
    {
        var held = ShortAnswers.Make(240 + 60 + 300, 11)[300..];
        var request = ShortAnswers.Request(240, 60, 300, dataSeed: 11);
        var result = new BertScorerEngine(BertDefaults.For("scratch:tiny")).Fit(request, null, Cancellation);

        var accuracy = held.Zip(result.Scores).Average(p => p.First.Level == p.Second.Level ? 1.0 : 0);
        var majority = held.CountBy(t => t.Level).Max(c => c.Value) / (double)held.Count;
        Assert.True(accuracy > majority + 0.25, $"accuracy {accuracy}, majority {majority}");
    }

    [Fact]
    public void Essays_cut_to_128_tokens_train_and_lower_their_loss()
    {
        var request = ShortAnswers.Request(1_000, 100, 50, words: 300);
        var options = BertDefaults.For("scratch:tiny") with { MaxTokens = 128, Epochs = 1, TakenEpoch = TakenEpoch.Best };
        var result = new BertScorerEngine(options).Fit(request, null, Cancellation);
        Assert.True(result.Epochs[0].ValidationLoss < Math.Log(4), $"{result.Epochs[0]}");
    }

    [Fact]
    public void The_chosen_epoch_has_the_lowest_validation_loss_and_without_validation_it_is_the_last()
    {
        var request = ShortAnswers.Request(60, 20, 5);
        var result = new BertScorerEngine(Quick with { Epochs = 6, LearningRate = 5e-3 }).Fit(request, null, Cancellation);
        Assert.Equal(result.Epochs.MinBy(e => e.ValidationLoss)!.Epoch, result.ChosenEpoch);

        var without = new BertScorerEngine(Quick).Fit(request with { Validation = [] }, null, Cancellation);
        Assert.Equal(2, without.ChosenEpoch);
        Assert.All(without.Epochs, e => Assert.Null(e.ValidationLoss));
    }

    [Fact]
    public void Where_the_last_epoch_is_taken_validation_responses_are_trained_on_as_well()
    {
        var request = ShortAnswers.Request(60, 20, 5);
        var options = Quick with { TakenEpoch = TakenEpoch.Last };
        var result = new BertScorerEngine(options).Fit(request, null, Cancellation);
        var whole = request with { Training = [.. request.Training, .. request.Validation], Validation = [] };
        var joined = new BertScorerEngine(options).Fit(whole, null, Cancellation);
        Assert.Equal(2, result.ChosenEpoch);
        Assert.All(result.Epochs, e => Assert.Null(e.ValidationLoss));
        Assert.Equal(joined.Scores.SelectMany(score => score.Probabilities), result.Scores.SelectMany(score => score.Probabilities));
    }

    [Fact]
    public void Validation_responses_are_scored_at_the_end_as_in_the_chosen_epoch()
    {
        var request = ShortAnswers.Request(60, 40, 0);
        request = request with { Responses = [.. request.Validation.Select(v => v.Text)] };
        var result = new BertScorerEngine(Quick with { Epochs = 6, LearningRate = 5e-3 }).Fit(request, null, Cancellation);
        var loss = request.Validation.Zip(result.Scores).Average(p => -Math.Log(p.Second.Probabilities[p.First.Level]));
        Assert.Equal(result.Epochs[result.ChosenEpoch - 1].ValidationLoss!.Value, loss, 1e-5);
    }

    [Fact]
    public void Levels_that_are_missing_in_training_still_have_a_probability_and_all_sum_to_1()
    {
        var request = ShortAnswers.Request(60, 0, 20);
        request = request with { Training = [.. request.Training.Where(t => t.Level is 0 or 2)], LevelCount = 5 };
        var result = new BertScorerEngine(Quick).Fit(request, null, Cancellation);
        Assert.All(result.Scores, score =>
        {
            Assert.Equal(5, score.Probabilities.Count);
            Assert.All(score.Probabilities, p => Assert.True(p > 0));
            Assert.Equal(1, score.Probabilities.Sum(), 1e-5f);
            Assert.Equal(score.Probabilities.Max(), score.Probabilities[score.Level]);
        });
    }

    [Fact]
    public void Empty_very_long_and_unusual_texts_are_trained_on_and_scored()
    {
        string[] odd =
        [
            "", " ", ".", "\n\t", "👩‍🔬🔥 wärmer 🧊", "日本語のテキスト", "\uD83D", "\u0000\uFFFD", "[SEP] [PAD] [CLS]",
            new string('x', 100_000), string.Join(' ', Enumerable.Repeat("word", 50_000)), "Zoë's naïve café — “heat”…",
        ];
        var request = ShortAnswers.Request(20, 0, 0);
        request = request with { Training = [.. request.Training, .. odd.Select((text, i) => new LabelledText(text, i % 4))], Responses = odd };
        var result = new BertScorerEngine(Quick with { Epochs = 1 }).Fit(request, null, Cancellation);
        Assert.Equal(odd.Length, result.Scores.Count);
        Assert.All(result.Scores, score => Assert.All(score.Probabilities, p => Assert.True(float.IsFinite(p))));
    }

    [Fact]
    public void One_response_is_enough_to_train_on_and_none_need_be_scored()
    {
        var result = new BertScorerEngine(Quick).Fit(
            new() { Training = [new("heat", 1)], Validation = [], Responses = [], LevelCount = 2, Seed = 1 }, null, Cancellation);
        Assert.Empty(result.Scores);
        Assert.Equal(2, result.Epochs.Count);
    }

    [Fact]
    public void Progress_is_told_every_few_steps_and_only_rises()
    {
        var seen = new List<FitProgress>();
        new BertScorerEngine(Quick).Fit(ShortAnswers.Request(160, 40, 40), seen.Add, Cancellation);
        Assert.True(seen.Count >= 6, $"{seen.Count} reports");
        Assert.Equal(seen.Select(p => p.Fraction).Order(), seen.Select(p => p.Fraction));
        Assert.Equal(seen.Select(p => p.Epoch).Order(), seen.Select(p => p.Epoch));
        Assert.Equal(new FitProgress(3, 2, 1, null), seen[^1]);
    }

    [Fact]
    public async Task A_cancelled_fit_ends_within_a_second()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var started = new TaskCompletionSource();
        var request = ShortAnswers.Request(1_000, 100, 100, words: 300);
        var engine = new BertScorerEngine(BertDefaults.For("scratch:mini") with { MaxTokens = 128 });
        var fit = Task.Run(() => engine.Fit(request, _ => started.TrySetResult(), source.Token), Cancellation);

        await started.Task;
        var clock = Stopwatch.StartNew();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
    }

    [Fact]
    public void A_loss_that_is_no_number_fails_the_fit_and_says_why()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        using var model = new BertForSequenceClassification(BertConfig.OfScratch(ScratchSize.Tiny, 20), 4, new DropoutMasks(1));
        RandomWeights.Draw(model, generator);
        using (torch.no_grad()) model.classifier.bias.fill_(float.NaN);
        var tuning = new FineTuning(
            model, Quick, [new LevelLoss(0, ClassWeights.None, [1, 1, 1, 1])], SplitMix64.Of(1, FitStream.Order), new(null, 2, 1), Cancellation);
        var exception = Assert.Throws<FitException>(() => tuning.Run([new(new[] { 2, 7, 3 }, 1)], []));
        Assert.Contains("step 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_that_cannot_be_fitted_are_refused_without_a_word_of_their_texts()
    {
        var engine = new BertScorerEngine(Quick);
        FitRequest[] wrong =
        [
            ShortAnswers.Request(0, 0, 1),
            ShortAnswers.Request(5, 0, 1) with { Training = [new("secret", 4)] },
            ShortAnswers.Request(5, 0, 1) with { Validation = [new("secret", -1)] },
            ShortAnswers.Request(5, 0, 1) with { LevelCount = 1 },
        ];
        Assert.All(wrong, request =>
        {
            var exception = Assert.Throws<ArgumentException>(() => engine.Fit(request, null, Cancellation));
            Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        });
    }
}
