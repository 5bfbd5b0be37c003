namespace ScoringFairness.Scoring.Linear.Features;

/// <summary>How long a text is.</summary>
public static class WordCount
{
    /// <summary>Words of a text, as the linear scorer counts them: runs of letters, digits, marks and apostrophes.</summary>
    public static int Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TextShape.Words(text);
    }
}
