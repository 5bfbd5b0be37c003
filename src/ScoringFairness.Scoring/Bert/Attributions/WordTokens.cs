using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Attributions;

/// <summary>A text as the model reads it, and which word each token is a piece of.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Owners">For each token of each window its word's place in the text; −1 of special tokens.</param>
/// <param name="Words">The words and marks of the text, in order.</param>
internal sealed record WordTokens(TokenizedText Tokens, IReadOnlyList<int[]> Owners, IReadOnlyList<string> Words)
{
    /// <summary>The words that are read, each place of them once.</summary>
    public IReadOnlyList<int> Read { get; } = [.. Owners.SelectMany(window => window).Where(owner => owner >= 0).Distinct().Order()];

    /// <summary>The text without every token of some words.</summary>
    public TokenizedText Without(IReadOnlySet<int> words) => Tokens with
    {
        Windows = [.. Tokens.Windows.Zip(Owners, (window, owners) => window.Where((_, at) => !words.Contains(owners[at])).ToArray())],
    };
}
