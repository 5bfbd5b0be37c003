using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Ids are the client's own: 1 to 200 visible characters.</summary>
internal static class Identifier
{
    public const int MaximumLength = 200;

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
        foreach (var rune in id.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Surrogate
                    or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                || rune == Rune.ReplacementChar)
            {
                return "holds a character that cannot be seen";
            }
        }
        return null;
    }
}
