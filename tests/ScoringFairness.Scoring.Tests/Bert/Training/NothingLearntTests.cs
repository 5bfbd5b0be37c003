using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>Trainings that end at the frequencies of the levels.</summary>
public sealed class NothingLearntTests
{
    private static readonly BertOptions Tiny = BertDefaults.For("scratch:tiny") with { MaxTokens = 24 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ways => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_scorer_of_levels_that_no_text_tells_has_learnt_nothing_and_says_so_after_a_second_try(string way)
    {
        var begun = 0;
        var result = new BertScorerEngine(All[way] with { Epochs = 1, LearningRate = 1e-5 }).Fit(
            Meaningless(200, 100), progress => begun += progress.Note?.Contains("another seed", StringComparison.Ordinal) == true ? 1 : 0, Cancellation);
        Assert.True(result.LearntNothing);
        Assert.Contains("This scorer has learnt nothing", Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.Contains("two seeds", result.Notes[0], StringComparison.Ordinal);
        Assert.Equal(1, begun);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_scorer_that_has_learnt_is_trained_once(string way)
    {
        var result = new BertScorerEngine(All[way] with { Epochs = 6 }).Fit(ShortAnswers.Request(200, 60, 20), null, Cancellation);
        Assert.False(result.LearntNothing);
        Assert.Empty(result.Notes);
    }

    [Fact]
    public void What_a_second_seed_learns_is_taken_and_the_fit_says_that_the_first_learnt_nothing()
    {
        // So few are held out that chance decides whether a training looks as if it had learnt.
        var engine = new BertScorerEngine(Tiny with { Epochs = 1, TakenEpoch = TakenEpoch.Best, LearningRate = 3e-3 });
        var results = Enumerable.Range(0, 30).Select(seed => engine.Fit(Meaningless(40, 12) with { Seed = seed }, null, Cancellation)).ToList();
        var second = results.FindIndex(result => result.Notes.Any(note => note.Contains("of a second one", StringComparison.Ordinal)));
        Assert.True(second >= 0, "No seed failed once and not twice.");
        Assert.False(results[second].LearntNothing);
        var seed = unchecked((long)SplitMix64.Of(second, FitStream.SecondTraining).Next());
        var alone = engine.Fit(Meaningless(40, 12) with { Seed = seed }, null, Cancellation);
        Assert.Equal(alone.Scores.SelectMany(score => score.Probabilities), results[second].Scores.SelectMany(score => score.Probabilities));
    }

    [Fact]
    public void Regressions_that_have_no_second_try_say_it_too()
    {
        using var root = new TemporaryFolder();
        TinyCheckpoint.Write(root.File("tiny"));
        using var encodings = new EncodedResponses();
        IScorerEngine[] engines =
            [new LinearScorerEngine(), new ScreeningEngine(BertDefaults.For("model:tiny", TrainingMode.Screening) with { ModelRoot = root.Path, MaxTokens = 32 }, encodings)];
        foreach (var engine in engines)
        {
            var empty = engine.Fit(Meaningless(80, 40), null, Cancellation);
            Assert.True(empty.LearntNothing);
            Assert.Contains("learnt nothing", empty.Notes[^1], StringComparison.Ordinal);
            Assert.False(engine.Fit(ShortAnswers.Request(200, 60, 20), null, Cancellation).LearntNothing);
        }
    }

    [Fact]
    public void Where_all_levels_are_one_there_is_nothing_to_learn_and_nothing_is_said()
    {
        var request = Meaningless(40, 20);
        request = request with
        {
            Training = [.. request.Training.Select(text => text with { Level = 2 })],
            Validation = [.. request.Validation.Select(text => text with { Level = 2 })],
        };
        Assert.False(new BertScorerEngine(Tiny with { Epochs = 1 }).Fit(request, null, Cancellation).LearntNothing);
        Assert.False(new LinearScorerEngine().Fit(request, null, Cancellation).LearntNothing);
    }

    private static readonly Dictionary<string, BertOptions> All = new()
    {
        ["classification, the last epoch"] = Tiny,
        ["classification, the best epoch"] = Tiny with { TakenEpoch = TakenEpoch.Best },
        ["balanced"] = Tiny with { TakenEpoch = TakenEpoch.Best, ClassWeights = ClassWeights.Balanced },
        ["ordinal"] = Tiny with { TakenEpoch = TakenEpoch.Best, Head = LevelHead.Ordinal },
        ["regression"] = Tiny with { Head = LevelHead.Regression, Pooling = Pooling.Mean },
    };

    /// <summary>Texts whose levels are those of other texts.</summary>
    private static FitRequest Meaningless(int training, int validation)
    {
        var request = ShortAnswers.Request(training, validation, 10);
        var levels = ShortAnswers.Make(training + validation, 99).Select(text => text.Level).ToList();
        return request with
        {
            Training = [.. request.Training.Select((text, at) => text with { Level = levels[at] })],
            Validation = [.. request.Validation.Select((text, at) => text with { Level = levels[training + at] })],
        };
    }
}
