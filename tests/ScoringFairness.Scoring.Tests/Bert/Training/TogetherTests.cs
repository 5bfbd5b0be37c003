using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>Fits of items that hold the same texts: one encoder, a head for each.</summary>
public sealed class TogetherTests
{
    private static readonly BertOptions Scratch =
        BertDefaults.For("scratch:tiny") with { Head = LevelHead.Regression, Epochs = 3, MaxTokens = 24, ResumeSeconds = 0 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_item_gets_the_scores_of_its_own_human_levels_and_one_fit_s_tokens_are_trained_on()
    {
        using var root = new TemporaryFolder();
        TinyCheckpoint.Write(root.File("tiny"));
        var options = BertDefaults.For("model:tiny") with { ModelRoot = root.Path, MaxTokens = 24, Epochs = 2 };
        var one = ShortAnswers.Request(160, 40, 60);
        var engine = new BertScorerEngine(options);
        var work = new List<double>();
        var together = engine.FitTogether([one, Turned(one)], progress => work.Add(progress.Fraction), Cancellation);
        int[] human = [.. ShortAnswers.Make(260, 7).Skip(200).Select(text => text.Level)];
        Assert.True(Correlation(together[0], human) > 0.5, $"{Correlation(together[0], human)}");
        Assert.True(Correlation(together[1], human) < -0.5, $"{Correlation(together[1], human)}");
        // The line that heads begin with sees what the linear scorers of both items say; else it is that of a fit alone.
        Assert.Equal(Correlation(engine.Fit(one, null, Cancellation), human), Correlation(together[0], human), 0.1);
        Assert.All(together, result => Assert.Contains("one encoder, a head for each", string.Join(' ', result.Notes), StringComparison.Ordinal));
        Assert.All(together, result => Assert.Equal(2, result.Epochs.Count));
        Assert.Equal(1, work[^1], 1e-9);
    }

    [Fact]
    public void Of_one_fit_together_is_that_fit()
    {
        var request = ShortAnswers.Request(60, 20, 20);
        var engine = new BertScorerEngine(Scratch);
        var (alone, together) = (engine.Fit(request, null, Cancellation), engine.FitTogether([request], null, Cancellation)[0]);
        Assert.Equal(Places(alone), Places(together));
        Assert.Equal(alone.Epochs, together.Epochs);
    }

    [Fact]
    public void A_text_that_an_item_lacks_is_trained_on_by_the_others_and_scored_for_none_that_lack_it()
    {
        var one = ShortAnswers.Request(60, 20, 20);
        var fewer = Turned(one) with { Training = [.. Turned(one).Training.Skip(7)], Responses = [.. one.Responses.Reverse().Skip(3)] };
        var results = new BertScorerEngine(Scratch).FitTogether([one, fewer], null, Cancellation);
        Assert.Equal([20, 17], results.Select(result => result.Scores.Count));
        // The order of the scores is each request's own.
        var reversed = new BertScorerEngine(Scratch).FitTogether([one, fewer with { Responses = one.Responses }], null, Cancellation);
        Assert.Equal(Places(reversed[1]).Reverse().Skip(3), Places(results[1]));
    }

    [Fact]
    public void A_text_held_out_by_the_first_item_is_held_out_for_all_and_a_text_to_score_is_trained_on_for_none()
    {
        var one = ShortAnswers.Request(120, 30, 20);
        var other = Turned(one) with { Training = Turned(one).Validation, Validation = Turned(one).Training };
        using var root = new TemporaryFolder();
        TinyCheckpoint.Write(root.File("tiny"));
        // It begins as a line, and so has learnt something: else it would be trained again alone, as it was asked for.
        var engine = new BertScorerEngine(BertDefaults.For("model:tiny") with { ModelRoot = root.Path, MaxTokens = 24, Features = false });
        var (dealt, asFirst) = (engine.FitTogether([one, other], null, Cancellation), engine.FitTogether([one, Turned(one)], null, Cancellation));
        Assert.Equal(Places(asFirst[1]), Places(dealt[1]));
        var without = one with { Training = [.. one.Training.Skip(1)], Responses = [one.Training[0].Text] };
        Assert.Throws<ArgumentException>(() => engine.FitTogether([one, without], null, Cancellation));
        var ordinal = new BertScorerEngine(Scratch with { Head = LevelHead.Ordinal });
        Assert.Throws<ArgumentException>(() => ordinal.FitTogether([one, Turned(one)], null, Cancellation));
    }

    [Fact]
    public void They_go_on_from_where_they_were_interrupted_and_not_from_a_fit_of_fewer_items()
    {
        using var root = new TemporaryFolder();
        var one = ShortAnswers.Request(60, 20, 20);
        FitRequest[] requests = [one with { ResumeFolder = root.File("fit") }, Turned(one)];
        var engine = new BertScorerEngine(Scratch);
        var whole = engine.FitTogether([one, Turned(one)], null, Cancellation);
        using (var stop = new CancellationTokenSource())
        {
            Assert.ThrowsAny<OperationCanceledException>(
                () => engine.FitTogether(requests, progress => { if (progress.Epoch == 3) stop.Cancel(); }, stop.Token));
        }
        var alone = engine.Fit(one, null, Cancellation);
        var started = new List<double>();
        var resumed = engine.FitTogether(requests, progress => { if (progress.Epoch == 3) started.Add(progress.Fraction); }, Cancellation);
        Assert.True(started[0] > 0.5, $"The first word of epoch 3 came at {started[0]}.");
        Assert.All(whole.Zip(resumed), pair => Assert.Equal(Places(pair.First), Places(pair.Second)));
        Assert.All(whole.Zip(resumed), pair => Assert.Equal(pair.First.Epochs, pair.Second.Epochs));
        Assert.Equal(Places(alone), Places(engine.Fit(requests[0], null, Cancellation)));
    }

    /// <summary>Another item of the same texts, where the best are the worst.</summary>
    private static FitRequest Turned(FitRequest request)
    {
        List<LabelledText> Of(IReadOnlyList<LabelledText> texts) => [.. texts.Select(text => text with { Level = 3 - text.Level })];
        return request with { Training = Of(request.Training), Validation = Of(request.Validation) };
    }

    private static IEnumerable<double?> Places(FitResult result) => result.Scores.Select(score => score.Expected ?? score.Score);

    private static double Correlation(FitResult result, int[] human)
    {
        double[] scores = [.. Places(result).Select(place => place!.Value)];
        var (x, y) = (scores.Average(), human.Average());
        return scores.Zip(human, (score, level) => (score - x) * (level - y)).Sum()
            / Math.Sqrt(scores.Sum(score => (score - x) * (score - x)) * human.Sum(level => (level - y) * (level - y)));
    }
}
