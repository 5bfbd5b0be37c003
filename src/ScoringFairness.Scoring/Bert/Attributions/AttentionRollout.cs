using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Attributions;

/// <summary>
/// How much of each token reaches what is pooled, by attention through all layers: each layer's mean over heads, half of it the token itself.
/// </summary>
/// <remarks>Abnar, Zuidema (2020), arXiv 2005.00928, section 3.</remarks>
internal static class AttentionRollout
{
    /// <summary>By token, [W · S]; of a text they add up to 1.</summary>
    public static float[] Of(BertForSequenceClassification model, TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var start = model.bert.embeddings.call(batch.Ids);
        var states = model.bert.encoder.States(start, batch.Mask);
        var length = batch.Ids.shape[1];
        var itself = eye(length).unsqueeze(0);
        var rolled = itself.expand(batch.Ids.shape[0], length, length);
        foreach (var (at, layer) in model.bert.encoder.layer.Index())
            rolled = ((layer.attention.self.Attention(at == 0 ? start : states[at - 1], batch.Mask).Plus(itself)) / 2).bmm(rolled);
        // The first token of each window where that is what is pooled; else all tokens, as they are averaged.
        var pooled = model.Shape.Pooling == Pooling.Cls ? rolled.select(1, 0) / batch.Ids.shape[0] : batch.Shares.bmm(rolled).squeeze(1);
        return pooled.contiguous().data<float>().ToArray();
    }
}
