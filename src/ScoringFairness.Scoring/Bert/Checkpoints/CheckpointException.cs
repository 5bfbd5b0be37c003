namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A checkpoint that cannot be used: what is wrong, and with which file or folder.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Says what is wrong with a checkpoint.</summary>
    public CheckpointException(string message) : base(message)
    {
    }

    /// <summary>Says what is wrong with a checkpoint.</summary>
    public CheckpointException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Says what is wrong with a checkpoint.</summary>
    public CheckpointException() : this("The checkpoint cannot be used.")
    {
    }

    /// <summary>Whether trying again later may help, as nothing is wrong with the checkpoint but the way to it.</summary>
    public bool MayPass { get; internal init; }

    internal CheckpointException(string path, string problem, Exception? innerException = null)
        : base($"Checkpoint '{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}', {Path.GetFileName(path)}: {problem}.", innerException)
    {
    }
}
