using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Weights;

/// <summary>A copy, in memory, of the weights of the best epoch so far.</summary>
internal sealed class BestWeights(IReadOnlyList<Parameter> parameters)
{
    private List<Tensor>? _copies;

    /// <summary>Copies the weights as they are now. The first call allocates, in the scope it is made in.</summary>
    public void Keep()
    {
        using var noGradient = no_grad();
        if (_copies is null) _copies = [.. parameters.Select(p => p.detach().clone())];
        else foreach (var (copy, parameter) in _copies.Zip(parameters)) copy.copy_(parameter);
    }

    /// <summary>Puts the copy back into the model.</summary>
    public void Restore()
    {
        if (_copies is null) return;
        using var noGradient = no_grad();
        foreach (var (copy, parameter) in _copies.Zip(parameters)) parameter.copy_(copy);
    }
}
