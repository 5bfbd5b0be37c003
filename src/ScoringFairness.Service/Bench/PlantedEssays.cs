using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// Essays whose scores were dealt anew at random, so that nothing of them can be predicted, and in which a word then stands in the place of
/// another, so that it can: all places of either become the first where the new score lies in the upper half, and the second where not.
/// </summary>
internal sealed class PlantedEssays
{
    private readonly Regex _either;
    private readonly string[] _words;

    /// <param name="essays">The essays; those that hold neither word are left out.</param>
    /// <param name="item">The item whose scores are dealt.</param>
    /// <param name="words">The two words, in lower case.</param>
    /// <param name="rate">The share of essays in which the score decides the word; in the others chance does.</param>
    /// <param name="seed">Seed of all chance.</param>
    public PlantedEssays(EssayFile essays, string item, string[] words, double rate, long seed)
    {
        _words = words;
        _either = new Regex($@"(?<![\p{{L}}\p{{N}}'’])(?:{string.Join('|', words.Select(Regex.Escape))})(?![\p{{L}}\p{{N}}'’])", RegexOptions.IgnoreCase);
        int[] held = [.. Enumerable.Range(0, essays.Texts.Count).Where(at => _either.IsMatch(essays.Texts[at]))];
        var random = new Random((int)seed);
        double[] scores = [.. held.Select(at => essays.Scores[item][at])];
        random.Shuffle(scores);
        var middle = scores.Distinct().OrderBy(cut => Math.Abs(scores.Count(score => score >= cut) - scores.Length / 2.0)).First();
        Essays = new(
            [.. held.Zip(scores, (at, score) => Planted(essays.Texts[at], random.NextDouble() < rate ? score >= middle : random.Next(2) == 0))],
            new Dictionary<string, double[]> { [item] = scores });
    }

    /// <summary>The essays with their new scores.</summary>
    public EssayFile Essays { get; }

    private string Planted(string text, bool isFirst)
    {
        var word = _words[isFirst ? 0 : 1];
        return _either.Replace(text, match => char.IsUpper(match.Value[0]) ? char.ToUpperInvariant(word[0]) + word[1..] : word);
    }
}
