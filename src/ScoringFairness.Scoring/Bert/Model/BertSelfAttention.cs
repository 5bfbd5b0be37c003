using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>Scaled dot-product attention in A heads of width d = H / A. [B, S, H] → [B, S, H].</summary>
/// <remarks>Vaswani et al. (2017), arXiv 1706.03762, section 3.2.</remarks>
internal sealed class BertSelfAttention : nn.Module<Tensor, Tensor?, Tensor>, IMatrixProducts
{
    internal readonly Dense query;
    internal readonly Dense key;
    internal readonly Dense value;
    private readonly Dropout _dropout;
    private readonly long _heads;
    private readonly long _width;

    public BertSelfAttention(BertConfig config, DropoutMasks dropout) : base(nameof(BertSelfAttention))
    {
        query = new(config.HiddenSize, config.HiddenSize);
        key = new(config.HiddenSize, config.HiddenSize);
        value = new(config.HiddenSize, config.HiddenSize);
        _dropout = new(config.AttentionProbsDropoutProb, dropout);
        _heads = config.NumAttentionHeads;
        _width = config.HiddenSize / config.NumAttentionHeads;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public TorchPrecision Precision { private get; set; }

    /// <summary>mask: [B, 1, 1, S], 0 for a token and −∞ (the lowest float) for padding; null where nothing is padded.</summary>
    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (x.shape[0], x.shape[1]);
        var q = Heads(query.call(x) * (1 / Math.Sqrt(_width)), batch, length);
        var k = Heads(key.call(x), batch, length);
        var v = Heads(value.call(x), batch, length);

        var scores = MatrixProducts.Of(q, k.transpose(-2, -1), Precision);
        if (mask is not null) scores.add_(mask);
        var probabilities = _dropout.Apply(scores.softmax(-1), training);
        return MatrixProducts.Of(probabilities, v, Precision).transpose(1, 2).reshape(batch, length, _heads * _width).MoveToOuterDisposeScope();
    }

    /// <summary>How much each token attends to each other, the mean over heads, without dropout. [B, S, H] → [B, S, S].</summary>
    public Tensor Attention(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (x.shape[0], x.shape[1]);
        var scores = MatrixProducts.Of(
            Heads(query.call(x) * (1 / Math.Sqrt(_width)), batch, length), Heads(key.call(x), batch, length).transpose(-2, -1), Precision);
        if (mask is not null) scores.add_(mask);
        return scores.softmax(-1).mean([1L]).MoveToOuterDisposeScope();
    }

    /// <summary>The next dropout mask.</summary>
    public DropoutMask NextMask() => _dropout.Next(training);

    /// <summary>[B, S, H] → [B, A, S, d].</summary>
    private Tensor Heads(Tensor x, long batch, long length) => x.view(batch, length, _heads, _width).transpose(1, 2);
}
