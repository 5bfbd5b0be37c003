using ScoringFairness.Architecture.Tests.Planted.Lower;

namespace ScoringFairness.Architecture.Tests.Planted.Upper;

/// <summary>Stands above; may know what stands below.</summary>
internal sealed class Above
{
    public int Value { get; init; }

    public static Above Of(Plain plain) => new() { Value = plain.Value };
}
