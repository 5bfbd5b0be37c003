using ScoringFairness.Scoring.Attribution;

namespace ScoringFairness.Service.Audits;

/// <summary>Which scorers are asked which words move their scores, and how.</summary>
public sealed record AttributionDesign
{
    /// <summary>The mark that a method must have to speak.</summary>
    public required double Threshold { get; init; }

    /// <summary>The scorers.</summary>
    public required IReadOnlyList<AttributedScorer> Scorers { get; init; }

    /// <summary>The method that the fits of a scorer on a split are asked for; null: none.</summary>
    public AttributedScorer? Find(string scorer, string? split, int repeat) =>
        repeat == 0 ? Scorers.FirstOrDefault(one => one.Scorer == scorer && one.Split == split) : null;
}

/// <summary>A scorer whose words are told.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">Its training split: mixed where it has that, else its first.</param>
/// <param name="Mark">The method, and how it found what was planted.</param>
public sealed record AttributedScorer(string Scorer, string Split, AttributionMark Mark);
