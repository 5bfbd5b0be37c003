using ScoringFairness.Architecture.Tests.Planted.Left;

namespace ScoringFairness.Architecture.Tests.Planted.Right;

/// <summary>The other half of it.</summary>
internal sealed record Starboard(Port? Other);
