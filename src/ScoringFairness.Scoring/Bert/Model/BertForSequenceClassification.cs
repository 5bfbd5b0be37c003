using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>BERT with a head on its pooled output. ids [W, S] → logits [B, K].</summary>
/// <remarks>
/// Its state dict has the names of Hugging Face's <c>BertForSequenceClassification</c>. Its weights are not set: they are
/// read from a checkpoint or drawn at random after construction.
/// </remarks>
internal sealed class BertForSequenceClassification : nn.Module<Tensor, Tensor?, Tensor?, Tensor>
{
    internal readonly BertModel bert;
    internal readonly Dense classifier;
    internal readonly OrdinalThresholds? ordinal;
    private readonly Dropout _dropout;

    /// <param name="config">The architecture.</param>
    /// <param name="levelCount">Levels of the scale (K).</param>
    /// <param name="dropout">Gives the dropout masks.</param>
    /// <param name="thresholds">The thresholds of an ordinal head; null: a classifier.</param>
    public BertForSequenceClassification(BertConfig config, int levelCount, DropoutMasks dropout, OrdinalThresholds? thresholds = null)
        : base(nameof(BertForSequenceClassification))
    {
        ordinal = thresholds;
        Config = config;
        Masks = dropout;
        bert = new(config, dropout);
        classifier = new(config.HiddenSize, ordinal is null ? levelCount : 1);
        _dropout = new(config.HiddenDropoutProb, dropout);
        RegisterComponents();
        BertTensors.Check(this, (int)classifier.weight.shape[0]);
    }

    /// <summary>The architecture.</summary>
    public BertConfig Config { get; }

    /// <summary>What the dropout masks are drawn from.</summary>
    public DropoutMasks Masks { get; }

    /// <summary>Where its weights lie.</summary>
    public TorchDevice Device { get; private set; } = TorchDevice.Cpu;

    /// <summary>Moves the weights, which are drawn and read on the processor, before anything is trained.</summary>
    /// <remarks>Pooler and head are small, and their outputs are what scores are made of: they stay in float32.</remarks>
    public void Place(TorchDevice device)
    {
        Device = Masks.Device = device;
        Placement.Put(this, device, products: bert.encoder);
    }

    /// <param name="ids">[W, S].</param>
    /// <param name="mask">[W, 1, 1, S], or null where nothing is padded.</param>
    /// <param name="averages">[B, W], each text's mean over its windows, or null where each text is one.</param>
    public override Tensor forward(Tensor ids, Tensor? mask, Tensor? averages)
    {
        using var scope = NewDisposeScope();
        var (_, pooled) = bert.call(ids, mask);
        if (averages is not null) pooled = averages.mm(pooled);
        var output = classifier.call(_dropout.Apply(pooled, training));
        return (ordinal is null ? output : ordinal.call(output)).MoveToOuterDisposeScope();
    }

    /// <summary>The logits of a batch.</summary>
    public Tensor Logits(TokenBatch batch) => call(batch.Ids, batch.Mask, batch.Averages);
}
