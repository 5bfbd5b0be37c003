using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>BERT with a head on what is pooled of its hidden states. Texts → outputs [B, K].</summary>
/// <remarks>
/// Its state dict has the names of Hugging Face's <c>BertForSequenceClassification</c>. Its weights are not set: they are
/// read from a checkpoint or drawn at random after construction.
/// </remarks>
internal sealed class BertForSequenceClassification : nn.Module<TokenBatch, Tensor>
{
    internal readonly BertModel bert;
    internal readonly Dense classifier;
    internal readonly OrdinalThresholds? ordinal;
    internal readonly HeadInput? input;
    private readonly Dropout _dropout;

    /// <param name="config">The architecture.</param>
    /// <param name="levelCount">Levels of the scale (K).</param>
    /// <param name="dropout">Gives the dropout masks.</param>
    /// <param name="thresholds">The thresholds of an ordinal head; null: another.</param>
    /// <param name="shape">What the head sees and gives; null: a classifier on BERT's pooler.</param>
    public BertForSequenceClassification(
        BertConfig config, int levelCount, DropoutMasks dropout, OrdinalThresholds? thresholds = null, HeadShape? shape = null)
        : base(nameof(BertForSequenceClassification))
    {
        ordinal = thresholds;
        Config = config;
        Masks = dropout;
        Shape = shape ?? new();
        bert = new(config, dropout);
        classifier = new(Shape.Width(config), Shape.IsNumber ? Shape.Heads : ordinal is null ? levelCount : 1);
        input = Shape.IsNumber || Shape.Features > 0 ? new(Shape.Width(config)) : null;
        _dropout = new(Shape.IsNumber ? 0 : config.HiddenDropoutProb, dropout);
        RegisterComponents();
        BertTensors.Check(this);
    }

    /// <summary>The architecture.</summary>
    public BertConfig Config { get; }

    /// <summary>What the head sees and gives.</summary>
    public HeadShape Shape { get; }

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

    public override Tensor forward(TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        var seen = Seen(batch);
        if (input is not null) seen = input.call(seen);
        var output = classifier.call(_dropout.Apply(seen, training));
        return (ordinal is null ? output : ordinal.call(output)).MoveToOuterDisposeScope();
    }

    /// <summary>The outputs of a batch: logits of the levels, log-probabilities of an ordinal head, a number of a regression.</summary>
    public Tensor Logits(TokenBatch batch) => call(batch);

    /// <summary>What the head sees of a batch before it is brought to like sizes, in the current dispose scope. [B, E].</summary>
    public Tensor Seen(TokenBatch batch)
    {
        var start = batch.Frozen?.Hidden ?? (batch.Words is { } words ? bert.embeddings.Of(words) : bert.embeddings.call(batch.Ids));
        var states = bert.encoder.States(start, batch.Mask, batch.Frozen?.Layers ?? 0);
        var last = states.Count > 0 ? states[^1] : start;
        var pooled = Shape.Pooling switch
        {
            Pooling.Mean => batch.Mean(last),
            Pooling.Max => batch.Max(last),
            Pooling.Layers => cat([.. batch.Frozen is { } frozen ? [frozen.Means] : Array.Empty<Tensor>(), .. states.Select(batch.Mean)], 1),
            _ => batch.Averages is { } averages ? averages.mm(bert.pooler.call(last)) : bert.pooler.call(last),
        };
        return batch.Features is { } features ? cat([pooled, features], 1) : pooled;
    }
}
