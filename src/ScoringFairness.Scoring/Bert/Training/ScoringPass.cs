using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What the model says of texts, in large batches, without gradient and without dropout.</summary>
internal sealed class ScoringPass(BertForSequenceClassification model, int padding)
{
    private const int ExpectedDecimals = 4;

    /// <summary>Scores texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="afterBatch">Told the real tokens of each batch.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <returns>For each text, in the texts' order, the log-probabilities of the levels; of a regression its one output.</returns>
    public float[][] Outputs(IReadOnlyList<TokenizedText> texts, Action<int> afterBatch, CancellationToken cancellation)
    {
        var scored = new float[texts.Count][];
        model.eval();
        using var noGradient = no_grad();
        foreach (var batch in LengthBatches.ForScoring([.. texts.Select(t => t.Tokens)], model.Device.TokensScoredAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var tokens = TokenBatch.Of([.. batch.Select(i => texts[i])], padding, model.Device);
            var output = model.Logits(tokens);
            var values = (model.Shape.IsNumber ? output : output.log_softmax(-1)).data<float>().ToArray();
            var levels = values.Length / batch.Length;
            for (var b = 0; b < batch.Length; b++) scored[batch[b]] = values[(b * levels)..((b + 1) * levels)];
            afterBatch(tokens.RealTokens);
        }
        return scored;
    }

    /// <summary>The score of log-probabilities.</summary>
    /// <returns>
    /// Of classes, the most probable level, the lower of equals, beside the expected level; of an ordinal head the expected level, and the level nearest to it.
    /// </returns>
    public static ResponseScore Score(float[] logProbabilities, LevelHead head)
    {
        var probabilities = Array.ConvertAll(logProbabilities, p => MathF.Exp(p));
        var expected = probabilities.Select((p, level) => (double)p * level).Sum() / probabilities.Sum(p => (double)p);
        if (head == LevelHead.Classification)
            return new(Array.IndexOf(probabilities, probabilities.Max()), probabilities) { Expected = Math.Round(expected, ExpectedDecimals) };
        return new((int)Math.Round(expected, MidpointRounding.ToEven), probabilities, expected);
    }
}
