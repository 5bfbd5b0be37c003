namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>The words of some texts as pieces, and the counts of neighbouring pieces, kept up to date as pairs are merged.</summary>
internal sealed class PairMerges
{
    private readonly List<(List<string> Pieces, int Count)> _words = [];
    private readonly Dictionary<(string Left, string Right), (int Count, HashSet<int> Words)> _pairs = [];
    private readonly PriorityQueue<(string Left, string Right), (int Count, string Left, string Right)> _order = new(MostFrequentFirst);

    /// <summary>Takes words with their counts.</summary>
    public PairMerges(IEnumerable<KeyValuePair<string, int>> words)
    {
        foreach (var (word, count) in words)
        {
            var pieces = word.EnumerateRunes()
                .Select((character, i) => i == 0 ? character.ToString() : WordPieceVocabulary.Continuation + character)
                .ToList();
            if (pieces.Count < 2) continue;
            _words.Add((pieces, count));
            for (var i = 0; i + 1 < pieces.Count; i++) Add((pieces[i], pieces[i + 1]), _words.Count - 1, count);
        }
        foreach (var pair in _pairs) Queue(pair.Key, pair.Value.Count);
    }

    private static Comparer<(int Count, string Left, string Right)> MostFrequentFirst { get; } =
        Comparer<(int Count, string Left, string Right)>.Create((a, b) =>
        {
            var order = b.Count.CompareTo(a.Count);
            if (order == 0) order = string.CompareOrdinal(a.Left, b.Left);
            return order == 0 ? string.CompareOrdinal(a.Right, b.Right) : order;
        });

    /// <summary>Merges the most frequent pair that comes at least that often; its text, or null where there is none.</summary>
    public string? Next(int smallestCount)
    {
        while (_order.TryDequeue(out var pair, out var queued))
        {
            if (!_pairs.TryGetValue(pair, out var now) || now.Count != queued.Count) continue;
            if (now.Count < smallestCount) return null;
            return Merge(pair, now.Words);
        }
        return null;
    }

    private string Merge((string Left, string Right) pair, HashSet<int> words)
    {
        var merged = pair.Left + pair.Right[WordPieceVocabulary.Continuation.Length..];
        var changed = new HashSet<(string, string)>();
        foreach (var index in words)
        {
            var (pieces, count) = _words[index];
            for (var i = 0; i + 1 < pieces.Count; i++)
            {
                Add((pieces[i], pieces[i + 1]), index, -count);
                changed.Add((pieces[i], pieces[i + 1]));
            }
            for (var i = 0; i + 1 < pieces.Count; i++)
            {
                if (pieces[i] != pair.Left || pieces[i + 1] != pair.Right) continue;
                pieces[i] = merged;
                pieces.RemoveAt(i + 1);
            }
            for (var i = 0; i + 1 < pieces.Count; i++)
            {
                Add((pieces[i], pieces[i + 1]), index, count);
                changed.Add((pieces[i], pieces[i + 1]));
            }
        }
        _pairs.Remove(pair);
        foreach (var other in changed)
            if (other != pair && _pairs.TryGetValue(other, out var now)) Queue(other, now.Count);
        return merged;
    }

    private void Add((string, string) pair, int word, int count)
    {
        var (total, words) = _pairs.TryGetValue(pair, out var now) ? now : (0, []);
        words.Add(word);
        _pairs[pair] = (total + count, words);
    }

    private void Queue((string Left, string Right) pair, int count) =>
        _order.Enqueue(pair, (count, pair.Left, pair.Right));
}
