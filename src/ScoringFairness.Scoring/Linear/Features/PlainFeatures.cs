namespace ScoringFairness.Scoring.Linear.Features;

/// <summary>
/// Numbers of a response that a mean over tokens does not tell: its length and variety (those of the linear scorer), and slips of writing.
/// </summary>
internal static class PlainFeatures
{
    /// <summary>How many there are.</summary>
    public const int Count = TextShape.Count + 3;

    /// <summary>
    /// The linear scorer's numbers; then, for each word, sentences that begin without a capital, "i" alone, and blanks before or missing
    /// after a mark.
    /// </summary>
    public static float[] Of(string text)
    {
        var (small, lonely, spacing) = (0, 0, 0);
        var begins = true;
        for (var at = 0; at < text.Length; at++)
        {
            var (one, before, next) = (text[at], at > 0 ? text[at - 1] : ' ', at + 1 < text.Length ? text[at + 1] : ' ');
            if (begins && char.IsLetter(one))
            {
                if (char.IsLower(one)) small++;
                begins = false;
            }
            if (one is '.' or '!' or '?') begins = true;
            if (one == 'i' && !IsOfWord(before) && !IsOfWord(next)) lonely++;
            if (one is ',' or '.' or '!' or '?' or ';' && at > 0 && (char.IsWhiteSpace(before) || char.IsLetter(next))) spacing++;
        }
        float words = Math.Max(1, TextShape.Words(text));
        return [.. TextShape.Of(text), small / words, lonely / words, spacing / words];
    }

    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character is '\'' or '’';
}
