using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>Word + position + token type embeddings, normalised. [B, S] of int64 → [B, S, H].</summary>
internal sealed class BertEmbeddings : nn.Module<Tensor, Tensor>
{
    internal readonly Embedding word_embeddings;
    internal readonly Embedding position_embeddings;
    internal readonly Embedding token_type_embeddings;
    internal readonly LayerNormalization LayerNorm;
    private readonly Dropout _dropout;

    public BertEmbeddings(BertConfig config, DropoutMasks dropout) : base(nameof(BertEmbeddings))
    {
        word_embeddings = new(config.VocabSize, config.HiddenSize);
        position_embeddings = new(config.MaxPositionEmbeddings, config.HiddenSize);
        token_type_embeddings = new(config.TypeVocabSize, config.HiddenSize);
        LayerNorm = new(config.HiddenSize, config.LayerNormEps);
        _dropout = new(config.HiddenDropoutProb, dropout);
        RegisterComponents();
    }

    /// <summary>Responses are single texts: every token is of type 0.</summary>
    public override Tensor forward(Tensor ids)
    {
        using var words = word_embeddings.call(ids);
        return Of(words);
    }

    /// <summary>The same of given word vectors. [B, S, H] → [B, S, H].</summary>
    public Tensor Of(Tensor words)
    {
        using var scope = NewDisposeScope();
        var position = position_embeddings.weight.narrow(0, 0, words.shape[1]).Plus(token_type_embeddings.weight.narrow(0, 0, 1));
        var x = LayerNorm.call(words.Plus(position));
        return _dropout.Apply(x, training).MoveToOuterDisposeScope();
    }
}
