namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>A text's token ids and its level.</summary>
internal sealed record LabelledTokens(int[] Ids, int Level);
