using ScoringFairness.Scoring.Bert.Blocks;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>BERT with a linear classifier on its pooled output. ids [B, S] → logits [B, L].</summary>
/// <remarks>
/// Its state dict has the names of Hugging Face's <c>BertForSequenceClassification</c>. Its weights are not set: they are
/// read from a checkpoint or drawn at random after construction.
/// </remarks>
internal sealed class BertForSequenceClassification : nn.Module<Tensor, Tensor?, Tensor>
{
    internal readonly BertModel bert;
    internal readonly Dense classifier;
    private readonly Dropout _dropout;

    public BertForSequenceClassification(BertConfig config, int levelCount, DropoutMasks dropout)
        : base(nameof(BertForSequenceClassification))
    {
        Config = config;
        bert = new(config, dropout);
        classifier = new(config.HiddenSize, levelCount);
        _dropout = new(config.HiddenDropoutProb, dropout);
        RegisterComponents();
        BertTensors.Check(this, levelCount);
    }

    /// <summary>The architecture.</summary>
    public BertConfig Config { get; }

    public override Tensor forward(Tensor ids, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (_, pooled) = bert.call(ids, mask);
        return classifier.call(_dropout.Apply(pooled, training)).MoveToOuterDisposeScope();
    }
}
