using System.Text.RegularExpressions;

namespace ScoringFairness.Scoring.Swaps;

/// <summary>Which words of a list's pairs are put in the others' place.</summary>
public enum SwapDirection
{
    /// <summary>The first words become the second ones.</summary>
    FirstToSecond,

    /// <summary>The second words become the first ones.</summary>
    SecondToFirst,
}

/// <summary>Puts words of a list in each other's place, in the case that they stand in.</summary>
/// <remarks>
/// "Her" is his or him, and "his" is her or hers, by what follows: before a word that can be owned it is the possessive, before the end of
/// a clause or a word that begins another part (a preposition, an article, an auxiliary, …) it is not. A rule, not a parser: of a hundred
/// such words in learners' essays a few are taken wrongly.
/// </remarks>
public sealed partial class WordSwap
{
    private const string Her = "her";
    private const string His = "his";

    /// <summary>Words that are not owned by the pronoun before them.</summary>
    private static readonly HashSet<string> Apart = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "about", "after", "again", "all", "alone", "also", "always", "am", "an", "and", "another", "any", "are", "as", "at", "away", "back", "be",
        "because", "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "down", "during", "else", "even", "every", "everything",
        "for", "from", "had", "has", "have", "he", "here", "home", "how", "i", "if", "in", "instead", "into", "is", "it", "just", "later", "like", "may",
        "maybe", "me", "might", "more", "much", "must", "never", "no", "not", "nothing", "now", "of", "off", "on", "or", "out", "over", "really", "shall",
        "she", "should", "since", "so", "some", "something", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
        "through", "to", "today", "together", "tomorrow", "too", "two", "until", "up", "very", "was", "we", "well", "were", "what", "when", "where",
        "which", "while", "who", "why", "will", "with", "without", "would", "yes", "yesterday", "you", "your",
    };

    private readonly Dictionary<string, string>[] _counterparts;

    /// <summary>A swap by a list that <see cref="Problem"/> finds nothing wrong with.</summary>
    public WordSwap(IReadOnlyList<WordPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _counterparts =
        [
            pairs.GroupBy(pair => pair.First).ToDictionary(word => word.Key, word => word.First().Second, StringComparer.OrdinalIgnoreCase),
            pairs.GroupBy(pair => pair.Second).ToDictionary(word => word.Key, word => word.First().First, StringComparer.OrdinalIgnoreCase),
        ];
        Pronouns = (pairs.Contains(new(His, Her)) && pairs.Contains(new(His, "hers")), pairs.Contains(new("him", Her)) && pairs.Contains(new(His, Her)));
    }

    /// <summary>Whether "his" is told from "his", and "her" from "her".</summary>
    private (bool OfHis, bool OfHer) Pronouns { get; }

    /// <summary>What is wrong with a list; null: nothing.</summary>
    public static string? Problem(IReadOnlyList<WordPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0) return "is empty; send pairs of words.";
        if (pairs.FirstOrDefault(pair => !IsWord(pair.First) || !IsWord(pair.Second)) is { } wrong)
            return $"has '{wrong.First}' and '{wrong.Second}'; each is one word of letters in lower case.";
        if (pairs.FirstOrDefault(pair => pair.First == pair.Second) is { } same) return $"puts '{same.First}' in its own place.";
        if (pairs.Select(pair => pair.First).Intersect(pairs.Select(pair => pair.Second)).FirstOrDefault() is { } both)
            return $"has '{both}' on both sides; a word is a first or a second one.";
        return pairs.Distinct().GroupBy(pair => pair.First).FirstOrDefault(word => word.Count() > 1 && word.Key != His)?.Key
            is { } first ? Twice(first)
            : pairs.Distinct().GroupBy(pair => pair.Second).FirstOrDefault(word => word.Count() > 1 && word.Key != Her)?.Key is { } second ? Twice(second)
            : null;

        static string Twice(string word) => $"has '{word}' in two pairs; only his and her are told apart by what follows.";
    }

    /// <summary>The text with its words swapped; null where it holds none.</summary>
    public string? Swap(string text, SwapDirection direction)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counterparts = _counterparts[(int)direction];
        var swapped = 0;
        var result = Word().Replace(text, match =>
        {
            var word = match.Value;
            if (!counterparts.TryGetValue(word, out var other)) return word;
            swapped++;
            other = (direction, word.ToLowerInvariant()) switch
            {
                (SwapDirection.FirstToSecond, His) when Pronouns.OfHis => Owns(text, match) ? Her : "hers",
                (SwapDirection.SecondToFirst, Her) when Pronouns.OfHer => Owns(text, match) ? His : "him",
                _ => other,
            };
            return InCaseOf(word, other);
        });
        return swapped > 0 ? result : null;
    }

    /// <summary>Whether what follows a pronoun can be owned: the next word stands beside it and begins no other part.</summary>
    private static bool Owns(string text, Match pronoun)
    {
        var next = Next().Match(text, pronoun.Index + pronoun.Length);
        return next.Success && !Apart.Contains(next.Groups[1].Value);
    }

    private static string InCaseOf(string word, string other) =>
        word.Length > 1 && word.All(char.IsUpper) ? other.ToUpperInvariant()
        : char.IsUpper(word[0]) ? char.ToUpperInvariant(other[0]) + other[1..]
        : other;

    private static bool IsWord(string word) => word.Length > 0 && word.All(char.IsLetter) && !word.Any(char.IsUpper);

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\G[ \t]+(\p{L}+)", RegexOptions.CultureInvariant)]
    private static partial Regex Next();
}
