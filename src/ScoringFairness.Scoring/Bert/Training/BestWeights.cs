using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>A copy, in memory, of the weights of the best epoch so far.</summary>
internal sealed class BestWeights(IEnumerable<(string Name, Parameter Weight)> parameters)
{
    private readonly List<(string Name, Parameter Weight)> _parameters = [.. parameters];
    private List<Tensor>? _copies;

    /// <summary>The copies by name; none before the first is kept.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Copies => _copies is null ? [] : _parameters.Zip(_copies, (one, copy) => (one.Name, copy));

    /// <summary>Copies the weights as they are now. The first call allocates, in the scope it is made in.</summary>
    public void Keep()
    {
        using var noGradient = no_grad();
        if (_copies is null) _copies = [.. _parameters.Select(one => one.Weight.detach().clone())];
        else foreach (var (copy, one) in _copies.Zip(_parameters)) copy.copy_(one.Weight);
    }

    /// <summary>Puts the copy back into the model.</summary>
    public void Restore()
    {
        if (_copies is null) return;
        using var noGradient = no_grad();
        foreach (var (copy, one) in _copies.Zip(_parameters)) one.Weight.copy_(copy);
    }
}
