using ScoringFairness.Architecture.Tests.Planted.Right;

namespace ScoringFairness.Architecture.Tests.Planted.Left;

/// <summary>Half of a circle.</summary>
internal sealed record Port(Starboard? Other);
