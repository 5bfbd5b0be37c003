using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Texts of a batch as tensors, padded to the longest of them.</summary>
/// <param name="Ids">[B, S] of int64.</param>
/// <param name="Mask">[B, 1, 1, S]: 0 for a token, the lowest float for padding; null where nothing is padded.</param>
/// <param name="RealTokens">Tokens that are not padding.</param>
internal sealed record TokenBatch(Tensor Ids, Tensor? Mask, int RealTokens)
{
    /// <summary>Builds the tensors in the current dispose scope.</summary>
    public static TokenBatch Of(IReadOnlyList<int[]> texts, int padding)
    {
        var length = texts.Max(t => t.Length);
        var ids = new long[texts.Count * length];
        var mask = new float[ids.Length];
        for (var b = 0; b < texts.Count; b++)
            for (var s = 0; s < length; s++)
            {
                var real = s < texts[b].Length;
                ids[b * length + s] = real ? texts[b][s] : padding;
                mask[b * length + s] = real ? 0 : float.MinValue;
            }
        var tokens = texts.Sum(t => t.Length);
        return new(
            tensor(ids, [texts.Count, length]),
            tokens == ids.Length ? null : tensor(mask, [texts.Count, 1, 1, length]),
            tokens);
    }
}
