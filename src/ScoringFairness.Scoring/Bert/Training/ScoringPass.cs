using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Probabilities of the levels for texts, in large batches, without gradient and without dropout.</summary>
internal sealed class ScoringPass(BertForSequenceClassification model, int padding)
{
    private const int TokensPerBatch = 4_096;

    /// <summary>Scores texts.</summary>
    /// <param name="texts">Token ids of each text.</param>
    /// <param name="afterBatch">Told the real tokens of each batch.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <returns>Log-probabilities of the levels for each text, in the texts' order.</returns>
    public float[][] LogProbabilities(IReadOnlyList<int[]> texts, Action<int> afterBatch, CancellationToken cancellation)
    {
        var scored = new float[texts.Count][];
        model.eval();
        using var noGradient = no_grad();
        foreach (var batch in LengthBatches.ForScoring([.. texts.Select(t => t.Length)], TokensPerBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var tokens = TokenBatch.Of([.. batch.Select(i => texts[i])], padding);
            var values = model.call(tokens.Ids, tokens.Mask).log_softmax(-1).data<float>().ToArray();
            var levels = values.Length / batch.Length;
            for (var b = 0; b < batch.Length; b++) scored[batch[b]] = values[(b * levels)..((b + 1) * levels)];
            afterBatch(tokens.RealTokens);
        }
        return scored;
    }

    /// <summary>The score of log-probabilities: the most probable level, the lower of equals.</summary>
    public static ResponseScore Score(float[] logProbabilities)
    {
        var probabilities = Array.ConvertAll(logProbabilities, p => MathF.Exp(p));
        return new(Array.IndexOf(probabilities, probabilities.Max()), probabilities);
    }
}
