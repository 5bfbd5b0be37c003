using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Speed;

/// <summary>Floating point operations of a model's matrix products; all else (softmax, LayerNorm, GELU, the optimizer) counts as none.</summary>
internal static class BertWork
{
    /// <summary>Operations of one text's forward pass.</summary>
    /// <param name="config">The architecture: L layers of width H and inner width I.</param>
    /// <param name="length">Tokens of the text (S), padding not counted.</param>
    /// <returns>S · L · (8 H² + 4 H I + 4 S H): query, key, value and output; feed-forward; scores and their weighted sum.</returns>
    public static double Forward(BertConfig config, int length)
    {
        double h = config.HiddenSize, i = config.IntermediateSize, s = length;
        return s * config.NumHiddenLayers * (8 * h * h + 4 * h * i + 4 * s * h);
    }

    /// <summary>Operations of one text's training step: the backward pass costs twice the forward pass.</summary>
    public static double Training(BertConfig config, int length) => 3 * Forward(config, length);
}
