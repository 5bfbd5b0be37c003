namespace ScoringFairness.Architecture.Tests.Planted.Lower;

/// <summary>Stands below and knows nobody.</summary>
internal sealed record Plain(int Value);
