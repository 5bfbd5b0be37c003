using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Tokens;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>Texts of a batch as tensors, padded to the longest of their windows.</summary>
/// <param name="Ids">[W, S] of int64: a row for each window.</param>
/// <param name="Mask">[W, 1, 1, S]: 0 for a token, the lowest float for padding; null where nothing is padded.</param>
/// <param name="Averages">[B, W]: each text's mean over its windows; null where each text is one window.</param>
/// <param name="RealTokens">Tokens that are not padding.</param>
internal sealed record TokenBatch(Tensor Ids, Tensor? Mask, Tensor? Averages, int RealTokens)
{
    /// <summary>Builds the tensors on a device, in the current dispose scope.</summary>
    public static TokenBatch Of(IReadOnlyList<TokenizedText> texts, int padding, TorchDevice device)
    {
        int[][] windows = [.. texts.SelectMany(text => text.Windows)];
        var length = windows.Max(window => window.Length);
        var ids = new long[windows.Length * length];
        var mask = new float[ids.Length];
        for (var w = 0; w < windows.Length; w++)
            for (var s = 0; s < length; s++)
            {
                var real = s < windows[w].Length;
                ids[w * length + s] = real ? windows[w][s] : padding;
                mask[w * length + s] = real ? 0 : float.MinValue;
            }
        var tokens = windows.Sum(window => window.Length);
        return new(
            tensor(ids, [windows.Length, length], device: device.Torch),
            tokens == ids.Length ? null : tensor(mask, [windows.Length, 1, 1, length], device: device.Torch),
            windows.Length == texts.Count ? null : MeansOf(texts, windows.Length, device),
            tokens);
    }

    private static Tensor MeansOf(IReadOnlyList<TokenizedText> texts, int windows, TorchDevice device)
    {
        var means = new float[texts.Count * windows];
        var window = 0;
        for (var b = 0; b < texts.Count; b++)
            for (var own = 0; own < texts[b].Windows.Count; own++)
                means[b * windows + window++] = 1f / texts[b].Windows.Count;
        return tensor(means, [texts.Count, windows], device: device.Torch);
    }
}
