using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>Trainings from several seeds, whose mean scores.</summary>
public sealed class EnsembleTests
{
    private static readonly BertOptions Options = BertDefaults.For("scratch:tiny") with { Epochs = 3, MaxTokens = 24, ResumeSeconds = 0 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Probabilities_are_the_mean_of_those_of_each_seed()
    {
        var request = ShortAnswers.Request(90, 20, 20);
        var second = request with { Seed = unchecked((long)(SplitMix64.Of(request.Seed, FitStream.Ensemble).Next() + 1)) };
        var (one, two) = (Fit(Options, request), Fit(Options, second));
        var both = Fit(Options with { Ensemble = 2 }, request);
        foreach (var (mean, (a, b)) in both.Scores.Zip(one.Scores.Zip(two.Scores)))
            Assert.All(mean.Probabilities.Zip(a.Probabilities.Zip(b.Probabilities)), p => Assert.Equal((p.Second.First + p.Second.Second) / 2, p.First, 1e-5f));
        Assert.NotEqual(one.Scores.Select(score => score.Probabilities[0]), two.Scores.Select(score => score.Probabilities[0]));
        Assert.Contains("Trained 2 times", string.Join(' ', both.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Places_of_a_regression_are_averaged_before_they_are_cut()
    {
        using var root = new TemporaryFolder();
        TinyCheckpoint.Write(root.File("tiny"));
        var options = BertDefaults.For("model:tiny") with { ModelRoot = root.Path, MaxTokens = 24, LearningRate = 1e-9 };
        var request = ShortAnswers.Request(90, 30, 20);
        // Not trained on, all of them are the line that they begin with, whose parts are dealt by the seed.
        var (one, three) = (Fit(options, request), Fit(options with { Ensemble = 3 }, request));
        Assert.All(one.Scores.Zip(three.Scores), pair => Assert.Equal(pair.First.Expected!.Value, pair.Second.Expected!.Value, 0.05));
    }

    [Fact]
    public void One_that_is_interrupted_does_not_begin_again_with_the_first_seed()
    {
        using var root = new TemporaryFolder();
        var options = Options with { Ensemble = 2 };
        var request = ShortAnswers.Request(90, 20, 20);
        var interrupted = request with { ResumeFolder = root.File("fit") };
        using (var stop = new CancellationTokenSource())
        {
            Assert.ThrowsAny<OperationCanceledException>(() => new BertScorerEngine(options).Fit(
                interrupted, progress => { if (progress.Fraction > 0.8) stop.Cancel(); }, stop.Token));
        }
        var done = new List<double>();
        var resumed = new BertScorerEngine(options).Fit(interrupted, progress => { if (progress.Epoch > 0) done.Add(progress.Fraction); }, Cancellation);
        Assert.True(done[0] > 0.4, $"It went on at {done[0]}.");
        Assert.Equal(Fit(options, request).Scores.SelectMany(score => score.Probabilities), resumed.Scores.SelectMany(score => score.Probabilities));
    }

    private static FitResult Fit(BertOptions options, FitRequest request) => new BertScorerEngine(options).Fit(request, null, Cancellation);
}
