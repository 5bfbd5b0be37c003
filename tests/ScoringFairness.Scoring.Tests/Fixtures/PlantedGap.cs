namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>
/// Answers with a planted cause of a gap: humans score quality alone, which words show with noise; the reference group has more of it, and
/// each group has words of its own that have nothing to do with quality. Whoever trains on scores alone learns the groups' words.
/// </summary>
internal static class PlantedGap
{
    private const int QualityWords = 8;
    private const int GroupWords = 8;
    private static readonly double[][] Levels = [[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]];

    /// <summary>Answers, the reference group's twice as many as the focal group's.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="planted">Whether groups differ in quality; without that their words say nothing about it.</param>
    public static List<LabelledText> Make(int count, int seed, bool planted = true)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(at => Make(random, at % 3 == 2 ? 1 : 0, planted))];
    }

    /// <summary>The mean over human levels of the reference group's mean score minus the focal group's.</summary>
    public static double Of(IReadOnlyList<LabelledText> texts, IReadOnlyList<double> scores) => Enumerable.Range(0, 4).Average(level =>
    {
        double Mean(int group) => texts.Zip(scores).Where(one => one.First.Level == level && one.First.Group == group).Average(one => one.Second);
        return Mean(0) - Mean(1);
    });

    private static LabelledText Make(Random random, int group, bool planted)
    {
        var draw = random.NextDouble();
        var chances = planted ? Levels[group] : [0.25, 0.25, 0.25, 0.25];
        var level = 0;
        while (level < 3 && draw > chances[level]) draw -= chances[level++];
        List<string> words = ["the", "answer", "says"];
        for (var at = 0; at < QualityWords; at++) words.Add((random.NextDouble() < 0.3 + 0.4 * level / 3 ? "sound" : "loose") + (char)('a' + at));
        for (var at = 0; at < GroupWords; at++) words.Add((random.NextDouble() < (group == 0 ? 0.75 : 0.25) ? "north" : "south") + (char)('a' + at));
        return new(string.Join(' ', words), level) { Group = group };
    }
}
