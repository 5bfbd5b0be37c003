using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Fused;

/// <summary>Takes gradients of a loss, and throws what a step of the graph threw.</summary>
internal static class Graph
{
    [ThreadStatic]
    private static ExceptionDispatchInfo? _failure;

    /// <summary>Adds the gradients of a loss to the parameters that it depends on.</summary>
    public static void Backward(Tensor loss)
    {
        _failure = null;
        loss.backward();
        _failure?.Throw();
    }

    /// <summary>Keeps the first exception of a way back, which torch takes on the thread that asked for it.</summary>
    public static void Fail(Exception exception) => _failure ??= ExceptionDispatchInfo.Capture(exception);
}
