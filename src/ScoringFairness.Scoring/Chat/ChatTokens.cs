using Microsoft.ML.Tokenizers;

namespace ScoringFairness.Scoring.Chat;

/// <summary>How many tokens texts have, by the vocabulary o200k: exact for some models, near for others.</summary>
public static class ChatTokens
{
    /// <summary>What a message costs beside its text.</summary>
    public const int PerMessage = 5;

    /// <summary>Most tokens that an answer may have; one of the asked form has about eight.</summary>
    public const int LongestAnswer = 32;

    /// <summary>Tokens that an answer of the asked form has, roughly.</summary>
    public const int UsualAnswer = 8;

    private static readonly Lazy<TiktokenTokenizer> O200k = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Tokens of a text.</summary>
    public static int Count(string text) => O200k.Value.CountTokens(text);

    /// <summary>What is set aside for a number of tokens that another vocabulary may count differently.</summary>
    public static long AtMost(long tokens) => tokens + tokens / 4 + 16;
}
