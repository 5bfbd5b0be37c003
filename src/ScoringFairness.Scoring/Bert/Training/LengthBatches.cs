namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Batches of texts of like lengths, so that little is padded.</summary>
internal static class LengthBatches
{
    /// <summary>Batches that are sorted together: more pad less, fewer mix more.</summary>
    private const int BatchesSortedTogether = 32;

    /// <summary>
    /// Batches for one epoch: texts in random order, sorted by length within large groups, cut, and the batches shuffled.
    /// </summary>
    /// <param name="lengths">Tokens of each text.</param>
    /// <param name="batchSize">Texts of a batch; the last of a group may have fewer.</param>
    /// <param name="random">Gives the order.</param>
    /// <returns>Indices of texts; each stands in exactly one batch.</returns>
    public static IReadOnlyList<int[]> ForTraining(IReadOnlyList<int> lengths, int batchSize, SplitMix64 random)
    {
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        random.Shuffle<int>(order);
        var batches = order
            .Chunk(batchSize * BatchesSortedTogether)
            .SelectMany(group => group.OrderBy(i => lengths[i]).Chunk(batchSize))
            .ToArray();
        random.Shuffle<int[]>(batches);
        return batches;
    }

    /// <summary>Batches for scoring: sorted by length, each of at most so many tokens with its padding.</summary>
    /// <returns>Indices of texts; each stands in exactly one batch.</returns>
    public static IEnumerable<int[]> ForScoring(IReadOnlyList<int> lengths, int tokensPerBatch)
    {
        var batch = new List<int>();
        foreach (var i in Enumerable.Range(0, lengths.Count).OrderBy(i => lengths[i]))
        {
            if (batch.Count > 0 && (batch.Count + 1) * lengths[i] > tokensPerBatch)
            {
                yield return [.. batch];
                batch.Clear();
            }
            batch.Add(i);
        }
        if (batch.Count > 0) yield return [.. batch];
    }
}
