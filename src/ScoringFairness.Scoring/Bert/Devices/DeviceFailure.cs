namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>What torch says of a GPU that cannot go on, in the words of whoever runs fits.</summary>
internal static class DeviceFailure
{
    private static readonly string[] Signs = ["CUDA", "CUBLAS", "CUDNN", "NVIDIA"];

    /// <summary>The failure of the fit; null where it is not the GPU's.</summary>
    public static FitException? Of(Exception exception)
    {
        // Torch adds where in its own code it threw.
        var said = exception.Message.Split('\n')[0].TrimEnd('.');
        if (said.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
            return new(
                $"The GPU has too little memory for this training run: lower the scorer's batchSize or maxTokens, name a smaller checkpoint, "
                + $"or let fewer runs share the GPU (Worker__ParallelGpuFits). Torch says: {said}.",
                exception);
        return Array.Exists(Signs, sign => said.Contains(sign, StringComparison.OrdinalIgnoreCase))
            ? new FitException($"The worker's GPU failed: look at nvidia-smi there and start the worker again. Torch says: {said}.", exception)
            {
                MayPass = true,
            }
            : null;
    }
}
