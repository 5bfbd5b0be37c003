using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Autograd;

/// <summary>The one way to take gradients of a loss, for every training loop: what a step of the graph threw on the way back, it throws.</summary>
/// <remarks>Torch's own <c>backward</c> would return as if nothing had happened (<see cref="SavedTensors{T}"/>), so no other type may call it.</remarks>
internal static class Gradients
{
    [ThreadStatic]
    private static ExceptionDispatchInfo? _failure;

    /// <summary>Adds the gradients of a loss to the parameters that it depends on.</summary>
    public static void Backward(Tensor loss)
    {
        _failure = null;
#pragma warning disable RS0030 // Banned for all others (BannedSymbols.txt).
        loss.backward();
#pragma warning restore RS0030
        var failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    /// <summary>Whether a gradient with respect to one of a step's inputs will be asked for.</summary>
    public static bool AreNeeded(params ReadOnlySpan<Tensor> inputs)
    {
        if (!is_grad_enabled()) return false;
        foreach (var input in inputs)
            if (input.requires_grad)
                return true;
        return false;
    }

    /// <summary>Keeps the first exception of a way back, which torch takes on the thread that asked for it.</summary>
    public static void Fail(Exception exception) => _failure ??= ExceptionDispatchInfo.Capture(exception);
}
