using ScoringFairness.Scoring.Swaps;

namespace ScoringFairness.Service.Audits;

/// <summary>The words that are put in each other's place.</summary>
public sealed record SwapDesign
{
    /// <summary>The version of the project's own list; null: the request's list.</summary>
    public string? Version { get; init; }

    /// <summary>Whether given names are among the words of the project's own list.</summary>
    public bool Names { get; init; }

    /// <summary>The pairs.</summary>
    public required IReadOnlyList<WordPair> Words { get; init; }
}
