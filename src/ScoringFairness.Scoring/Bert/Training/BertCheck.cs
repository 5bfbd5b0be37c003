using ScoringFairness.Scoring.Bert.Checkpoints;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What can be known of a scorer before its first fit.</summary>
public static class BertCheck
{
    /// <summary>
    /// What keeps fits from starting with a checkpoint that lies here: a file or tensor that is missing, tokens that are not read, more
    /// tokens than positions. Null where nothing does, or where the checkpoint has to be fetched first. No weight is read.
    /// </summary>
    public static string? Problem(BertOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (CheckpointName.Parse(options.Checkpoint) is not (CheckpointName.Package or CheckpointName.Model))
        {
            return null;
        }
        try
        {
            var checkpoint = BertStart.CheckpointOf(options, note: null, cancellation);
            // Screening reads a response in windows of as many positions as there are.
            if (options.Mode == TrainingMode.FineTuning) Fits(checkpoint, options);
            return null;
        }
        catch (CheckpointException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Asserts that a checkpoint has the layers and positions that the options ask for.</summary>
    /// <exception cref="CheckpointException">It has fewer.</exception>
    internal static void Fits(Checkpoint checkpoint, BertOptions options)
    {
        if (options.FrozenLayers > checkpoint.Config.NumHiddenLayers)
            throw new CheckpointException(
                $"Checkpoint '{options.Checkpoint}' has {checkpoint.Config.NumHiddenLayers} layers: frozenLayers must not exceed them.");
        if (options.MaxTokens > checkpoint.Config.MaxPositionEmbeddings)
            throw new CheckpointException(
                $"Checkpoint '{options.Checkpoint}' has {checkpoint.Config.MaxPositionEmbeddings} positions: maxTokens must not exceed them.");
    }
}
