using System.Globalization;

namespace ScoringFairness.Scoring.Chat.Prompts;

/// <summary>
/// What a model calls the levels of a scale: the score itself where all scores are whole and not negative, else a letter, so that
/// each is one token and its probability can be read off one place.
/// </summary>
public sealed class LevelLabels
{
    private const int Letters = 26;
    private readonly string[] _labels;
    private readonly string[] _scores;

    /// <summary>The labels of a scale.</summary>
    /// <param name="minimum">The lowest score.</param>
    /// <param name="step">Distance of neighbouring scores.</param>
    /// <param name="levels">Number of levels.</param>
    public LevelLabels(double minimum, double step, int levels)
    {
        _scores = [.. Enumerable.Range(0, levels).Select(level => (minimum + level * step).ToString("0.######", CultureInfo.InvariantCulture))];
        AreScores = _scores.All(score => score.All(char.IsAsciiDigit));
        _labels = AreScores ? _scores
            : levels <= Letters ? [.. Enumerable.Range(0, levels).Select(level => ((char)('A' + level)).ToString())]
            : [.. Enumerable.Range(1, levels).Select(level => level.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Whether a label is the score itself.</summary>
    public bool AreScores { get; }

    /// <summary>The labels from the lowest level on.</summary>
    public IReadOnlyList<string> All => _labels;

    /// <summary>The score that a level stands for, as text.</summary>
    public string Score(int level) => _scores[level];

    /// <summary>The level of a label; null where there is none.</summary>
    public int? LevelOf(string label) => Array.IndexOf(_labels, label) is >= 0 and var level ? level : null;
}
