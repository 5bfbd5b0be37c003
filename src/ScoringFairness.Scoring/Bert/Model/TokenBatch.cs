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
    /// <summary>[W, 1, S]: what each token counts in its text's mean; padding nothing.</summary>
    public required Tensor Shares { get; init; }

    /// <summary>Windows of each text.</summary>
    public required IReadOnlyList<int> Windows { get; init; }

    /// <summary>[W, S, H]: word vectors in the place of those of the ids; null: the ids' own.</summary>
    public Tensor? Words { get; init; }

    /// <summary>What the frozen layers made of the texts; null: they are gone through.</summary>
    public FrozenStates? Frozen { get; init; }

    /// <summary>[B, P]: numbers of the texts that stand beside what the model makes of them; null: none.</summary>
    public Tensor? Features { get; init; }

    /// <summary>Builds the tensors on a device, in the current dispose scope.</summary>
    public static TokenBatch Of(IReadOnlyList<TokenizedText> texts, int padding, TorchDevice device)
    {
        (TokenizedText Text, int[] Ids)[] windows = [.. texts.SelectMany(text => text.Windows.Select(window => (text, window)))];
        var length = windows.Max(window => window.Ids.Length);
        var ids = new long[windows.Length * length];
        var (mask, shares) = (new float[ids.Length], new float[ids.Length]);
        for (var w = 0; w < windows.Length; w++)
            for (var s = 0; s < length; s++)
            {
                var real = s < windows[w].Ids.Length;
                ids[w * length + s] = real ? windows[w].Ids[s] : padding;
                mask[w * length + s] = real ? 0 : float.MinValue;
                shares[w * length + s] = real ? 1f / windows[w].Text.Tokens : 0;
            }
        var tokens = windows.Sum(window => window.Ids.Length);
        return new(
            tensor(ids, [windows.Length, length], device: device.Torch),
            tokens == ids.Length ? null : tensor(mask, [windows.Length, 1, 1, length], device: device.Torch),
            windows.Length == texts.Count ? null : MeansOf(texts, windows.Length, device),
            tokens)
        {
            Shares = tensor(shares, [windows.Length, 1, length], device: device.Torch),
            Windows = [.. texts.Select(text => text.Windows.Count)],
            Frozen = FrozenStates.Of(texts, length, device),
            Features = texts[0].Features.Count == 0
                ? null
                : tensor(texts.SelectMany(text => text.Features).ToArray(), [texts.Count, texts[0].Features.Count], device: device.Torch),
        };
    }

    /// <summary>The mean of hidden states over each text's tokens, in whatever windows they lie. [W, S, H] → [B, H].</summary>
    public Tensor Mean(Tensor hidden)
    {
        var sums = Shares.bmm(hidden).squeeze(1);
        return Averages is null ? sums : Averages.sign().mm(sums);
    }

    /// <summary>The largest of hidden states over each text's tokens, number by number. [W, S, H] → [B, H].</summary>
    public Tensor Max(Tensor hidden)
    {
        var largest = (Mask is null ? hidden : hidden + Mask.view(Mask.shape[0], -1, 1)).amax([1L]);
        if (Averages is null) return largest;
        var first = 0;
        return cat([.. Windows.Select(count => largest.narrow(0, (first += count) - count, count).amax([0L], keepdim: true))]);
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
