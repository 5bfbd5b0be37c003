using System.Text;

namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>Learns a WordPiece vocabulary from texts, by merging the most frequent pair of neighbours again and again.</summary>
/// <remarks>
/// Sennrich, Haddow, Birch (2016), arXiv 1508.07909, over WordPiece's units: the first character of a word, and "##" with
/// each further one. Equal counts are ordered by the pieces' texts, so that the same texts always give the same vocabulary.
/// </remarks>
internal static class WordPieceLearner
{
    /// <summary>Pairs, and characters, that come more rarely than this enter no vocabulary.</summary>
    public const int SmallestCount = 2;

    private const int LongestWord = 100;

    /// <summary>Learns at most <paramref name="size"/> entries; characters count, so a varied script may need more.</summary>
    public static WordPieceVocabulary Learn(
        IEnumerable<string> texts, int size, BasicTokenization basic, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var word in basic.Words(text))
                if (word.Length <= LongestWord) counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var entries = new List<string>(WordPieceVocabulary.Special);
        var characters = Characters(counts);
        entries.AddRange(characters);
        entries.AddRange(characters.Select(c => WordPieceVocabulary.Continuation + c));
        var known = new HashSet<string>(entries, StringComparer.Ordinal);

        var merges = new PairMerges(counts.OrderBy(c => c.Key, StringComparer.Ordinal));
        while (entries.Count < size && merges.Next(SmallestCount) is { } piece)
        {
            cancellation.ThrowIfCancellationRequested();
            if (known.Add(piece)) entries.Add(piece);
        }
        return new(entries);
    }

    private static List<string> Characters(Dictionary<string, int> words)
    {
        var counts = new Dictionary<Rune, int>();
        foreach (var (word, count) in words)
            foreach (var character in word.EnumerateRunes())
                counts[character] = counts.GetValueOrDefault(character) + count;
        return [.. counts.Where(c => c.Value >= SmallestCount).Select(c => c.Key.ToString()).Order(StringComparer.Ordinal)];
    }
}
