namespace ScoringFairness.Scoring.Chat.Prompts;

/// <summary>What a chat model is told about an item.</summary>
/// <param name="Prompt">What students were asked; null: not known.</param>
/// <param name="Rubric">How raters were told to score; null: not known.</param>
/// <param name="Labels">The names of its levels.</param>
public sealed record ChatItem(string? Prompt, string? Rubric, LevelLabels Labels);
