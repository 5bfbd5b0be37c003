using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Tokens;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>What frozen layers gave for the texts of a batch.</summary>
/// <param name="Layers">How many layers.</param>
/// <param name="Hidden">[W, S, H]: the last of them; 0 where there is padding.</param>
/// <param name="Means">[B, layers × H]: the means over each text's tokens.</param>
internal sealed record FrozenStates(int Layers, Tensor Hidden, Tensor Means)
{
    /// <summary>Builds the tensors on a device, in the current dispose scope; null where the texts have not been through the layers.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <param name="device">The device.</param>
    public static FrozenStates? Of(IReadOnlyList<TokenizedText> texts, int length, TorchDevice device)
    {
        if (texts[0].Frozen is not { } first) return null;
        var width = first.Windows[0].Length / texts[0].Windows[0].Length;
        Half[][] windows = [.. texts.SelectMany(text => text.Frozen!.Windows)];
        var hidden = new float[windows.Length * length * width];
        for (var w = 0; w < windows.Length; w++)
        {
            var row = hidden.AsSpan(w * length * width);
            for (var i = 0; i < windows[w].Length; i++) row[i] = (float)windows[w][i];
        }
        return new(
            first.Layers,
            tensor(hidden, [windows.Length, length, width], device: device.Torch),
            tensor(
                texts.SelectMany(text => text.Frozen!.Means[..(first.Layers * width)]).ToArray(), [texts.Count, first.Layers * width], device: device.Torch));
    }
}
