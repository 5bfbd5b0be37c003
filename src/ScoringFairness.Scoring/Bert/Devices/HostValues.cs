using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>The values of tensors in the processor's memory, on whatever device the tensors lie.</summary>
internal static class HostValues
{
    /// <summary>A tensor that can be read here: a copy, or of one that lies here itself. For the caller to dispose.</summary>
    public static Tensor Of(Tensor tensor)
    {
        using var values = tensor.detach();
        return values.cpu();
    }

    /// <summary>Replaces a tensor's values by what is written into memory of their size.</summary>
    public static void Set(Tensor tensor, Action<Span<float>> write)
    {
        using var noGradient = no_grad();
        using var values = empty(tensor.shape);
        write(values.Floats());
        tensor.copy_(values);
    }
}
