using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>A text's tokens and its level.</summary>
internal sealed record LabelledTokens(TokenizedText Text, int Level);
