using System.Diagnostics;
using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Scoring.Tests.Linear;

public sealed class LinearScorerEngineTests
{
    private static readonly LinearScorerEngine Engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_learns_short_answers_well_above_the_majority_class_and_says_how_sure_it_is()
    {
        var held = ShortAnswers.Make(240 + 60 + 600, 11)[300..];
        var result = Engine.Fit(ShortAnswers.Request(240, 60, 600, dataSeed: 11), null, Cancellation);

        var accuracy = held.Zip(result.Scores).Average(p => p.First.Level == p.Second.Level ? 1.0 : 0);
        var majority = held.CountBy(t => t.Level).Max(c => c.Value) / (double)held.Count;
        Assert.True(accuracy > majority + 0.25, $"accuracy {accuracy}, majority {majority}");
        Assert.Equal(accuracy, result.Scores.Average(s => s.Probabilities[s.Level]), 0.1);
        Assert.Equal(result.Epochs[0].ValidationAccuracy!.Value, accuracy, 0.1);
    }

    [Fact]
    public void The_nearest_level_of_the_real_valued_score_is_the_level_and_probabilities_sum_to_1()
    {
        var result = Engine.Fit(ShortAnswers.Request(200, 40, 300), null, Cancellation);
        Assert.Contains(result.Scores, s => s.Score != s.Level);
        Assert.All(result.Scores, s =>
        {
            Assert.Equal(s.Level, (int)Math.Round(s.Score!.Value, MidpointRounding.ToEven));
            Assert.InRange(s.Score.Value, 0, 3);
            Assert.Equal(1, s.Probabilities.Sum(), 1e-5f);
            Assert.All(s.Probabilities, p => Assert.InRange(p, 0, 1));
        });
    }

    [Fact]
    public void The_score_before_the_cuts_keeps_the_order_of_scores_and_has_its_own_spread()
    {
        var scores = Engine.Fit(ShortAnswers.Request(200, 40, 300), null, Cancellation).Scores.OrderBy(s => s.Expected).ToList();
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.True(pair.First.Score <= pair.Second.Score));
        Assert.Contains(scores, s => Math.Abs(s.Expected!.Value - s.Score!.Value) > 0.05);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_scores_bit_for_bit_also_beside_others()
    {
        var request = ShortAnswers.Request(200, 40, 100);
        var alone = Engine.Fit(request, null, Cancellation);
        var beside = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(
            () => Engine.Fit(n == 3 ? ShortAnswers.Request(150, 10, 50, seed: 9, dataSeed: 3) : request, null, Cancellation), Cancellation)));
        Assert.All(beside[..3], result =>
        {
            Assert.Equal(alone.Epochs, result.Epochs);
            Assert.All(alone.Scores.Zip(result.Scores), pair =>
            {
                Assert.Equal((pair.First.Level, pair.First.Score), (pair.Second.Level, pair.Second.Score));
                Assert.Equal(pair.First.Probabilities, pair.Second.Probabilities);
            });
        });
    }

    [Fact]
    public void What_a_text_is_scored_does_not_depend_on_the_texts_beside_it()
    {
        var request = ShortAnswers.Request(200, 0, 50);
        var together = Engine.Fit(request, null, Cancellation);
        var alone = Engine.Fit(request with { Responses = [request.Responses[7]] }, null, Cancellation);
        Assert.Equal(together.Scores[7].Score, alone.Scores[0].Score);
    }

    [Fact]
    public void Where_training_has_one_level_that_is_every_score()
    {
        var request = ShortAnswers.Request(60, 0, 20);
        var result = Engine.Fit(request with { Training = [.. request.Training.Select(t => t with { Level = 2 })] }, null, Cancellation);
        Assert.All(result.Scores, s => Assert.Equal((2, 2.0), (s.Level, s.Score!.Value)));
    }

    [Fact]
    public void Levels_that_are_missing_in_training_have_a_place_on_the_scale()
    {
        var request = ShortAnswers.Request(120, 0, 40);
        request = request with { Training = [.. request.Training.Where(t => t.Level is 0 or 3)], LevelCount = 6 };
        var result = Engine.Fit(request, null, Cancellation);
        Assert.All(result.Scores, s => Assert.Equal(6, s.Probabilities.Count));
        Assert.Contains(result.Scores, s => s.Level == 0);
        Assert.Contains(result.Scores, s => s.Level == 3);
    }

    [Fact]
    public void Empty_very_long_and_unusual_texts_are_trained_on_and_scored()
    {
        string[] odd =
        [
            "", " ", ".", "\n\t", "👩‍🔬🔥 wärmer 🧊", "日本語のテキスト。", "\uD83D", "\u0000\uFFFD", "'", new string('x', 100_000),
            string.Join(' ', Enumerable.Repeat("word", 50_000)), "Zoë's naïve café — “heat”…",
        ];
        var request = ShortAnswers.Request(20, 0, 0);
        request = request with { Training = [.. request.Training, .. odd.Select((text, i) => new LabelledText(text, i % 4))], Responses = odd };
        Assert.All(Engine.Fit(request, null, Cancellation).Scores, s => Assert.True(double.IsFinite(s.Score!.Value)));

        request = request with { Training = [.. Enumerable.Range(0, 12).Select(i => new LabelledText("", i % 4))] };
        Assert.All(Engine.Fit(request, null, Cancellation).Scores, s => Assert.InRange(s.Level, 0, 3));
    }

    [Fact]
    public void One_response_is_enough_to_train_on_and_none_need_be_scored()
    {
        var request = new FitRequest { Training = [new("heat", 1)], Validation = [], Responses = [], LevelCount = 2, Seed = 1 };
        Assert.Empty(Engine.Fit(request, null, Cancellation).Scores);
        var score = Engine.Fit(request with { Responses = ["cold"] }, null, Cancellation).Scores[0];
        Assert.Equal((1, 0), (score.Level, score.Probabilities.Count));
    }

    [Fact]
    public void Progress_only_rises_and_ends_at_1()
    {
        var seen = new List<FitProgress>();
        Engine.Fit(ShortAnswers.Request(160, 40, 40), seen.Add, Cancellation);
        Assert.True(seen.Count > 20, $"{seen.Count} reports");
        Assert.Equal(seen.Select(p => p.Fraction).Order(), seen.Select(p => p.Fraction));
        Assert.Equal(seen.Select(p => p.Epoch).Order(), seen.Select(p => p.Epoch));
        Assert.Equal(new FitProgress(2, 1, 1, null), seen[^1]);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.4)]
    [InlineData(0.7)]
    public async Task A_cancelled_fit_ends_within_a_second_wherever_it_stands(double fraction)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var clock = new Stopwatch();
        void Watch(FitProgress progress)
        {
            if (progress.Fraction < fraction || clock.IsRunning) return;
            clock.Start();
            source.Cancel();
        }
        var request = ShortAnswers.Request(1_500, 100, 100, words: 300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => Engine.Fit(request, Watch, source.Token), Cancellation));
        Assert.True(clock.IsRunning && clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
    }

    [Fact]
    public void Requests_that_cannot_be_fitted_are_refused_without_a_word_of_their_texts()
    {
        FitRequest[] wrong = [ShortAnswers.Request(0, 0, 1), ShortAnswers.Request(5, 0, 1) with { Training = [new("secret", 4)] }];
        Assert.All(wrong, request =>
        {
            var exception = Assert.Throws<ArgumentException>(() => Engine.Fit(request, null, Cancellation));
            Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        });
    }
}
