using ScoringFairness.Scoring.Engines;

namespace ScoringFairness.Scoring.Tests.Engines;

public sealed class EngineAnswerTests
{
    private static EngineAnswer Answer(Action<FitProgress>? progress = null) => new(
        new() { Training = [new("a", 0)], Validation = [], Responses = ["b", "c"], LevelCount = 3, Minimum = 1, Step = 0.5, Seed = 1 }, progress);

    [Theory]
    [InlineData("Loading…")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("""{ "row": 1, "score": 1 }""")]
    [InlineData("""{ "type": "scores" }""")]
    [InlineData("""{ "type": "score", "row": "0", "score": 1 }""")]
    [InlineData("""{ "type": "score", "row": 1e20, "score": 1 }""")]
    [InlineData("""{ "type": "score", "row": 2, "score": 1 }""")]
    [InlineData("""{ "type": "score", "row": -1, "score": 1 }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": 0.99 }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": 2.01 }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": 1e999 }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": null }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": 1, "probabilities": [0.5, 0.5] }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": 1, "probabilities": [0.5, 0.5, 0.5] }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": 1, "probabilities": [2, -1, 0] }""")]
    [InlineData("""{ "type": "score", "row": 0, "score": 1, "probabilities": "none" }""")]
    [InlineData("""{ "type": "epoch", "trainingLoss": 1e999 }""")]
    [InlineData("""{ "type": "epoch" }""")]
    [InlineData("""{ "type": "progress" }""")]
    [InlineData("""{ "type": "done" }""")]
    public void A_line_that_says_what_cannot_be_is_refused(string line) => Assert.Throws<EngineAnswerException>(() => Answer().Take(line));

    [Fact]
    public void Scores_come_in_any_order_and_their_nearest_level_is_half_to_even()
    {
        var answer = Answer();
        answer.Take("""{ "type": "epoch", "trainingLoss": 2 }""");
        answer.Take("""{ "type": "epoch", "trainingLoss": 1, "validationLoss": null }""");
        answer.Take("""{ "type": "score", "row": 1, "score": 2, "probabilities": [0, 0.25, 0.75] }""");
        answer.Take("""{ "type": "score", "row": 0, "score": 1.3 }""");
        answer.Take("""{ "type": "done", "chosenEpoch": 1 }""");
        Assert.True(answer.IsDone);
        Assert.Equal(1, answer.ChosenEpoch);
        Assert.Equal([1, 2], answer.Scores.Select(score => score.Level));
        Assert.Equal([0.6, 2], answer.Scores.Select(score => Math.Round(score.Score!.Value, 9)));
        Assert.Equal([0, 3], answer.Scores.Select(score => score.Probabilities.Count));
    }

    [Fact]
    public void Progress_never_falls()
    {
        var seen = new List<double>();
        var answer = Answer(progress => seen.Add(progress.Fraction));
        foreach (var fraction in (string[])["0.2", "0.1", "7", "-3"]) answer.Take($$"""{ "type": "progress", "fraction": {{fraction}} }""");
        Assert.Equal([0.2, 0.2, 1, 1], seen);
    }
}
