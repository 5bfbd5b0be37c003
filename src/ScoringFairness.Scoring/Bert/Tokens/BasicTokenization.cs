using System.Globalization;
using System.Text;

namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>BERT's basic tokenization: a text as words and punctuation marks.</summary>
/// <remarks>
/// google-research/bert, tokenization.py, <c>BasicTokenizer</c>: control characters go, CJK ideographs stand alone, case
/// and accents go (uncased), punctuation stands alone. The library's own normaliser drops line breaks instead of reading
/// them as blanks, and leaves accents where globalization is invariant; so this step is done here.
/// </remarks>
internal sealed class BasicTokenization(bool lowerCase, bool stripAccents, bool splitIdeographs = true)
{
    /// <summary>As BERT's uncased models have it: neither case nor accents; or as its cased ones: both.</summary>
    public BasicTokenization(bool lowerCase) : this(lowerCase, stripAccents: lowerCase)
    {
    }

    /// <summary>Whether case goes.</summary>
    public bool LowerCase { get; } = lowerCase;

    /// <summary>Whether accents go.</summary>
    public bool StripAccents { get; } = stripAccents;

    /// <summary>Whether each CJK ideograph is a word of its own.</summary>
    public bool SplitIdeographs { get; } = splitIdeographs;

    /// <summary>The words of a text, in order. A marker such as "[SEP]" in a text is three words, not a special token.</summary>
    public IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            if (IsDropped(character)) continue;
            if (Rune.IsWhiteSpace(character))
            {
                if (word.Length > 0) yield return Take(word);
                continue;
            }
            var start = word.Length;
            if (StripAccents) Unaccented.Append(word, character);
            else word.Append(character);
            if (LowerCase) ToLower(word, start);

            var alone = (SplitIdeographs && IsIdeograph(character.Value))
                || (word.Length == start + 1 && Rune.TryCreate(word[start], out var left) && IsPunctuation(left));
            if (alone)
            {
                if (start > 0)
                {
                    var mark = word.ToString(start, word.Length - start);
                    word.Length = start;
                    yield return Take(word);
                    word.Append(mark);
                }
                if (word.Length > 0) yield return Take(word);
            }
        }
        if (word.Length > 0) yield return Take(word);
    }

    private static string Take(StringBuilder word)
    {
        var taken = word.ToString();
        word.Clear();
        return taken;
    }

    private static void ToLower(StringBuilder word, int start)
    {
        for (var i = start; i < word.Length; i++)
        {
            if (char.IsHighSurrogate(word[i]) && i + 1 < word.Length)
            {
                var lower = Rune.ToLowerInvariant(new Rune(word[i], word[i + 1])).ToString();
                word.Remove(i, 2).Insert(i, lower);
                i += lower.Length - 1;
            }
            else
            {
                word[i] = char.ToLowerInvariant(word[i]);
            }
        }
    }

    /// <summary>NUL, U+FFFD and what is no character; tab and line breaks are blanks.</summary>
    private static bool IsDropped(Rune character) => character.Value switch
    {
        '\t' or '\n' or '\r' => false,
        0 or 0xFFFD => true,
        < 0x7F => character.Value < 0x20,
        _ => Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate,
    };

    /// <summary>All of ASCII that is no letter, digit or blank, and Unicode's punctuation.</summary>
    private static bool IsPunctuation(Rune character) =>
        character.IsAscii
            ? character.Value > 0x20 && !Rune.IsLetterOrDigit(character)
            : Rune.GetUnicodeCategory(character) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
                or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
                or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    private static bool IsIdeograph(int code) => code is
        >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B73F
        or >= 0x2B740 and <= 0x2B81F or >= 0x2B820 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
