using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>The encoder with its pooler. ids [B, S] and mask [B, 1, 1, S] → hidden states [B, S, H] and pooled [B, H].</summary>
internal sealed class BertModel : nn.Module<Tensor, Tensor?, (Tensor Hidden, Tensor Pooled)>
{
    internal readonly BertEmbeddings embeddings;
    internal readonly BertEncoder encoder;
    internal readonly BertPooler pooler;

    public BertModel(BertConfig config, DropoutMasks dropout) : base(nameof(BertModel))
    {
        embeddings = new(config, dropout);
        encoder = new(config, dropout);
        pooler = new(config);
        RegisterComponents();
    }

    public override (Tensor Hidden, Tensor Pooled) forward(Tensor ids, Tensor? mask)
    {
        using var embedded = embeddings.call(ids);
        var hidden = encoder.call(embedded, mask);
        return (hidden, pooler.call(hidden));
    }
}
