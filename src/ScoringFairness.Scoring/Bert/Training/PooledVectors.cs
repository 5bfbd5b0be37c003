using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What a trained model's head sees of texts, without gradient and without dropout.</summary>
internal static class PooledVectors
{
    /// <summary>The vectors of texts, in their order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    public static IReadOnlyList<float[]> Of(BertForSequenceClassification model, IReadOnlyList<TokenizedText> texts, CancellationToken cancellation)
    {
        var seen = new float[texts.Count][];
        model.eval();
        using var noGradient = no_grad();
        foreach (var batch in LengthBatches.ForScoring([.. texts.Select(text => text.Tokens)], model.Device.TokensScoredAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var values = model.Seen(TokenBatch.Of([.. batch.Select(at => texts[at])], model.Config.PadTokenId, model.Device))
                .to_type(ScalarType.Float32).cpu().data<float>().ToArray();
            foreach (var (row, vector) in values.Chunk(values.Length / batch.Length).Index()) seen[batch[row]] = vector;
        }
        return seen;
    }
}
