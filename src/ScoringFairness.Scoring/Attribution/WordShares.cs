namespace ScoringFairness.Scoring.Attribution;

/// <summary>Collects what the words of a response have of its score.</summary>
internal sealed class WordShares
{
    private readonly Dictionary<string, (int Count, double Value)> _words = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>What no word has.</summary>
    public double Rest { get; private set; }

    /// <summary>Adds to a word; what holds neither letter nor digit is none.</summary>
    /// <param name="word">The word, in lower case.</param>
    /// <param name="value">Its share.</param>
    /// <param name="count">How often it stands there, where that is not told already.</param>
    public void Add(string word, double value, int count)
    {
        if (!word.Any(char.IsLetterOrDigit))
        {
            Rest += value;
            return;
        }
        var key = word.Replace('’', '\'');
        if (!_words.TryGetValue(key, out var before)) _order.Add(key);
        _words[key] = (before.Count + count, before.Value + value);
    }

    /// <summary>Adds what no word has.</summary>
    public void AddRest(double value) => Rest += value;

    /// <summary>Adds shares of another, so many times; words that are told here are counted as they are here.</summary>
    public void Add(WordShares other, double times)
    {
        foreach (var word in other._order)
        {
            var (count, value) = other._words[word];
            Add(word, times * value, _words.ContainsKey(word) ? 0 : count);
        }
        Rest += times * other.Rest;
    }

    /// <summary>The shares.</summary>
    public ResponseAttribution Of(int response, AttributionMethod method) =>
        new(response, method, [.. _order.Select(word => new AttributedWord(word, _words[word].Count, _words[word].Value))], Rest);
}
