namespace ScoringFairness.Scoring;

/// <summary>The numbers that a scorer makes a response's score of: what its head sees, or its features.</summary>
/// <param name="Places">Where the values stand, ascending, where all others are 0; null: there is a value at every place.</param>
/// <param name="Values">The values.</param>
public sealed record ResponseVector(IReadOnlyList<int>? Places, IReadOnlyList<float> Values);
