namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>Synthetic short answers of about 25 words from which a level can be learnt, but not perfectly.</summary>
internal static class ShortAnswers
{
    private static readonly string[][] Signs =
    [
        ["dunno", "magic", "guess", "stuff", "because", "thing"],
        ["hot", "cold", "warm", "faster", "bigger", "feels"],
        ["heat", "moves", "temperature", "molecules", "melts", "water"],
        ["particles", "energy", "transfer", "collide", "kinetic", "equilibrium"],
    ];

    private static readonly string[] Filler =
    [
        "the", "a", "it", "is", "and", "then", "when", "so", "i", "think", "that", "in", "of", "to", "we", "put", "cup",
        "ice", "they", "will", "be", "more", "less", "than", "spoon", "metal", "table", "left", "right", "after", "before",
    ];

    /// <summary>The words that stand in texts of every level.</summary>
    public static IReadOnlyList<string> FillerWords => Filler;

    /// <summary>Texts with levels 0 to 3; the same for the same seed.</summary>
    public static List<LabelledText> Make(int count, int seed, int words = 25)
    {
        var random = new Random(seed);
        var texts = new List<LabelledText>(count);
        for (var i = 0; i < count; i++)
        {
            var level = random.Next(4);
            var length = words / 2 + random.Next(words + 1);
            var text = string.Join(' ', Enumerable.Range(0, length).Select(_ => Word(random, level)));
            var rated = random.NextDouble() < 0.1 ? Math.Clamp(level + (random.Next(2) * 2 - 1), 0, 3) : level;
            texts.Add(new(text + ".", rated));
        }
        return texts;
    }

    /// <summary>A request whose training, validation and scored responses are different texts.</summary>
    public static FitRequest Request(int training, int validation, int scored, long seed = 1, int words = 25, int dataSeed = 7)
    {
        var all = Make(training + validation + scored, dataSeed, words);
        return new()
        {
            Training = all[..training],
            Validation = all[training..(training + validation)],
            Responses = [.. all[(training + validation)..].Select(t => t.Text)],
            LevelCount = 4,
            Seed = seed,
        };
    }

    private static string Word(Random random, int level)
    {
        if (random.NextDouble() > 0.25) return Filler[random.Next(Filler.Length)];
        var shown = random.NextDouble() < 0.7 ? level : random.Next(4);
        return Signs[shown][random.Next(Signs[shown].Length)];
    }
}
