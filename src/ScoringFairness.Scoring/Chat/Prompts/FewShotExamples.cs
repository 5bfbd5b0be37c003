namespace ScoringFairness.Scoring.Chat.Prompts;

/// <summary>The graded responses that a few-shot prompt shows.</summary>
public static class FewShotExamples
{
    /// <summary>Draws examples from the training responses: the levels in turn, so that each is shown where it occurs, in random order.</summary>
    /// <param name="training">The training responses of the fit.</param>
    /// <param name="number">How many; all, where there are fewer.</param>
    /// <param name="seed">The fit's seed.</param>
    public static IReadOnlyList<LabelledText> Draw(IReadOnlyList<LabelledText> training, int number, long seed)
    {
        ArgumentNullException.ThrowIfNull(training);
        var random = SplitMix64.Of(seed, FitStream.Examples);
        var shuffled = training.ToArray();
        random.Shuffle(shuffled.AsSpan());
        var drawn = shuffled.GroupBy(text => text.Level)
            .SelectMany(level => level.Select((text, turn) => (text, turn)))
            .OrderBy(one => one.turn).ThenBy(one => one.text.Level)
            .Take(number).Select(one => one.text).ToArray();
        random.Shuffle(drawn.AsSpan());
        return drawn;
    }
}
