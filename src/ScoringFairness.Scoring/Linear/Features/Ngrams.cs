using System.Globalization;

namespace ScoringFairness.Scoring.Linear.Features;

/// <summary>The n-grams of a text, each as a number of 64 bits.</summary>
internal static class Ngrams
{
    private const ulong Prime = 0x0000_0100_0000_01B3UL;

    /// <summary>The hash of no character: what a word's hash begins with.</summary>
    public const ulong NoWord = 0xCBF2_9CE4_8422_2325UL;

    /// <summary>Adds words (runs of letters, digits, marks and apostrophes, lower-case) and pairs of neighbouring words.</summary>
    public static void AddWords(string text, List<ulong> ngrams)
    {
        var (before, word) = (NoWord, NoWord);
        foreach (var character in text)
        {
            if (IsOfWord(character)) word = Extend(word, character);
            else if (word != NoWord) End();
        }
        if (word != NoWord) End();

        void End()
        {
            ngrams.Add(word);
            if (before != NoWord) ngrams.Add(unchecked(((before << 23) | (before >> 41)) * Prime ^ word));
            (before, word) = (word, NoWord);
        }
    }

    /// <summary>Adds runs of 2, 3 and 4 characters, lower-case, white space as one space; exact, for four UTF-16 units are 64 bits.</summary>
    public static void AddCharacters(string text, List<ulong> ngrams)
    {
        var (last, length) = (0UL, 0);
        foreach (var character in text)
        {
            var unit = char.IsWhiteSpace(character) ? ' ' : char.ToLowerInvariant(character);
            if (unit == ' ' && (last & 0xFFFF) == ' ') continue;
            last = (last << 16) | unit;
            length++;
            if (length >= 2) ngrams.Add(Spread(last & 0xFFFF_FFFF));
            if (length >= 3) ngrams.Add(Spread(last & 0xFFFF_FFFF_FFFF));
            if (length >= 4) ngrams.Add(Spread(last));
        }
    }

    /// <summary>Where the words of a text begin and end.</summary>
    public static IReadOnlyList<(int Start, int End)> Words(string text)
    {
        var words = new List<(int, int)>();
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isOfWord = at < text.Length && IsOfWord(text[at]);
            if (isOfWord && start < 0) start = at;
            if (isOfWord || start < 0) continue;
            words.Add((start, at));
            start = -1;
        }
        return words;
    }

    /// <summary>For each n-gram that <see cref="AddWords"/> adds, in its order, the words that it is made of.</summary>
    public static IEnumerable<IReadOnlyList<int>> OwnersOfWords(int words)
    {
        for (var word = 0; word < words; word++)
        {
            yield return [word];
            if (word > 0) yield return [word - 1, word];
        }
    }

    /// <summary>For each n-gram that <see cref="AddCharacters"/> adds, in its order, the word of each of its characters that is of one.</summary>
    public static IEnumerable<IReadOnlyList<int>> OwnersOfCharacters(string text, IReadOnlyList<(int Start, int End)> words)
    {
        var units = new List<int>();
        var (word, wasBlank) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            var isBlank = char.IsWhiteSpace(text[at]);
            if (isBlank && wasBlank) continue;
            wasBlank = isBlank;
            while (word < words.Count && words[word].End <= at) word++;
            units.Add(word < words.Count && words[word].Start <= at ? word : -1);
            for (var length = 2; length <= Math.Min(4, units.Count); length++)
                yield return [.. units.TakeLast(length).Where(owner => owner >= 0)];
        }
    }

    /// <summary>The hash of a word that goes on with a character, in lower case.</summary>
    /// <remarks>Fowler, Noll, Vo: FNV-1a, 64 bits. Two of a million words share one with a probability of 3 in 100 million.</remarks>
    public static ulong Extend(ulong word, char character) => unchecked((word ^ char.ToLowerInvariant(character)) * Prime);

    /// <summary>Whether a character belongs to a word.</summary>
    public static bool IsOfWord(char character) =>
        char.IsLetterOrDigit(character) || character is '\'' or '’'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>One to one, and such that a hash table of them has few collisions; packed letters as they are have many.</summary>
    private static ulong Spread(ulong packed)
    {
        var spread = unchecked(packed * 0x9E37_79B9_7F4A_7C15UL);
        return spread ^ (spread >> 29);
    }
}
