using System.Globalization;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Texts that people write and others read: names, notes, labels. What would hide or turn what stands beside it is refused.</summary>
internal static class PlainText
{
    /// <summary>What keeps a text from being a name of one line, or null.</summary>
    public static string? Problem(string? text) => Problem(text, isLine: true);

    /// <summary>The same of a text that may have several lines.</summary>
    public static string? ProblemOfLines(string? text) => Problem(text, isLine: false);

    private static string? Problem(string? text, bool isLine)
    {
        foreach (var character in text ?? "")
        {
            if (char.IsControl(character) && (isLine || !char.IsWhiteSpace(character)))
            {
                return $"holds the control character {Named(character)}; remove it.";
            }
            if (TurnsDirection(character))
            {
                return $"holds {Named(character)}, which turns the direction of what is read; remove it.";
            }
        }
        return null;
    }

    /// <summary>Embeddings, overrides and isolates (Unicode Standard Annex 9), which reach beyond the text that they stand in.</summary>
    private static bool TurnsDirection(char character) => character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Named(char character) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)character:X4}");
}
