namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>What the frozen layers gave for a text, once for all epochs.</summary>
/// <param name="Layers">How many layers.</param>
/// <param name="Windows">The last of them, for each window: H numbers of each token, the first token's first.</param>
/// <param name="Means">
/// The mean over all tokens of the text, H numbers of each layer, the lowest layer's first; of those that are trained, as they were before.
/// </param>
internal sealed record FrozenText(int Layers, IReadOnlyList<Half[]> Windows, float[] Means)
{
    /// <summary>Memory of it.</summary>
    public long Bytes => Windows.Sum(window => (long)window.Length * sizeof(ushort)) + (long)Means.Length * sizeof(float);
}
