namespace ScoringFairness.Scoring.Bert.Checkpoints.Hub;

/// <summary>What a service asks of <c>hf:</c> checkpoints before it trains from them.</summary>
public static class HubCheckpoint
{
    /// <summary>The commit that a checkpoint's revision stands for; null for a checkpoint that is not the hub's.</summary>
    /// <exception cref="CheckpointException">The hub refuses or cannot be asked, and the cache does not know.</exception>
    public static string? Resolve(string checkpoint, HubSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return CheckpointName.Parse(checkpoint) is CheckpointName.Hub name
            ? new HubRepository(settings, name, note: null).ResolveCommit(cancellation)
            : null;
    }

    /// <summary>The same repository at a commit.</summary>
    public static string At(string checkpoint, string commit) =>
        CheckpointName.Parse(checkpoint) is CheckpointName.Hub name ? (name with { Revision = commit }).ToString() : checkpoint;
}
