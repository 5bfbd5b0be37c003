using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Ids are the client's own: 1 to 200 visible characters.</summary>
internal static partial class Identifier
{
    public const int MaximumLength = 200;

    /// <summary>Letters and signs that are drawn as nothing: the fillers of Hangul, and the empty sign of Braille.</summary>
    private static readonly int[] Blank = [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0];

    /// <summary>What joins or parts letters within a word of Persian, of the scripts of India, or an emoji.</summary>
    private static readonly int[] Joiners = [0x200C, 0x200D];

    /// <summary>What keeps a string from being an id, or null.</summary>
    public static string? Problem(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return "is missing";
        }
        if (id.Length > MaximumLength)
        {
            return $"has {id.Length} characters; an id has at most {MaximumLength}";
        }
        if (char.IsWhiteSpace(id[0]) || char.IsWhiteSpace(id[^1]))
        {
            return "begins or ends with white space";
        }
        var isSeen = false;
        foreach (var rune in id.EnumerateRunes())
        {
            isSeen |= IsSeen(rune);
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Surrogate
                    or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                || rune == Rune.ReplacementChar || Blank.Contains(rune.Value)
                || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && !Joiners.Contains(rune.Value)))
            {
                return "holds a character that cannot be seen";
            }
        }
        return isSeen ? null : "holds no character that can be seen";
    }

    /// <summary>
    /// Whether it looks like what a spreadsheet makes of a long id: 1.23457E+11 is how one writes 123456789012, and 123456789013 too. Ids such
    /// as 3E10 or 12e45, without a sign of the power, are none.
    /// </summary>
    public static bool IsScientific(string id) => Scientific().IsMatch(id);

    /// <summary>The same of what an address names: "." and ".." are parts of a path that every client takes out of it.</summary>
    public static string? ProblemInPath(string? id) =>
        Problem(id) ?? (id is "." or ".." ? $"is '{id}', which no address can name; send another" : null);

    [GeneratedRegex(@"^[+-]?[0-9](?:[.,][0-9]+)?[eE][+][0-9]{2,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();

    private static bool IsSeen(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
}
