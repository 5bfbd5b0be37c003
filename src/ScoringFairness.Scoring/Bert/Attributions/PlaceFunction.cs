using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Attributions;

/// <summary>A trained scorer as a function of word vectors: where texts lie between the levels, before they are brought onto the scale.</summary>
/// <remarks>
/// Of classes and ordered levels that is the expected level. A regression scores by how far training moved it from the line that it began
/// with, so it reads a text twice, with the vectors that it had before and those that it has now.
/// </remarks>
internal sealed class PlaceFunction
{
    private readonly BertForSequenceClassification _model;
    private readonly BertForSequenceClassification? _start;
    private readonly double _mean, _deviation, _share;

    /// <summary>Of a scorer that gives levels.</summary>
    public PlaceFunction(BertForSequenceClassification model) => (_model, Read) = (model, Ready(model));

    /// <summary>Of a regression.</summary>
    /// <param name="model">What was trained.</param>
    /// <param name="start">What it was before, with two heads: the line that it began with, and that through the responses held out as well.</param>
    /// <param name="mean">The level of an output of 0.</param>
    /// <param name="deviation">Levels for each unit of output.</param>
    /// <param name="share">The share of what training changed that is taken over.</param>
    public PlaceFunction(BertForSequenceClassification model, BertForSequenceClassification start, double mean, double deviation, double share)
    {
        (_model, _start, _mean, _deviation, _share) = (model, start, mean, deviation, share);
        Read = share > 0 ? Ready(start, model) : Ready(start);
    }

    /// <summary>The models that a text goes through.</summary>
    public IReadOnlyList<BertForSequenceClassification> Read { get; }

    /// <summary>The model whose attention is looked at: the trained one, unless nothing of it is taken over.</summary>
    public BertForSequenceClassification Last => Read[^1];

    /// <summary>The word vectors of a batch by model, [W, S, H].</summary>
    public Tensor[] Vectors(TokenBatch batch)
    {
        using var noGradient = no_grad();
        return [.. Read.Select(model => model.bert.embeddings.word_embeddings.call(batch.Ids))];
    }

    /// <summary>The places of a batch, [B].</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="vectors">Word vectors by model; null: the words' own.</param>
    public Tensor Of(TokenBatch batch, IReadOnlyList<Tensor>? vectors = null)
    {
        using var scope = NewDisposeScope();
        Tensor Output(int at) => Read[at].Logits(batch with { Words = vectors?[at] });
        if (_start is null)
        {
            var probabilities = Output(0).softmax(-1);
            return (probabilities * arange(probabilities.shape[1], ScalarType.Float32, _model.Device.Torch)).sum([1L]).MoveToOuterDisposeScope();
        }
        var line = Output(0);
        var place = line.select(1, 1);
        if (_share > 0) place = place.Plus((Output(1).select(1, 0) - line.select(1, 0)) * _share);
        return (place * _deviation + _mean).MoveToOuterDisposeScope();
    }

    /// <summary>The gradients of a batch's places with respect to word vectors, by model, and to the features beside; null where there are none.</summary>
    public (Tensor[] OfVectors, Tensor? OfFeatures) Gradient(TokenBatch batch, IReadOnlyList<Tensor> vectors)
    {
        Tensor[] leaves = [.. vectors.Select(one => one.detach().clone().requires_grad_())];
        var features = batch.Features?.detach().clone().requires_grad_();
        Gradients.Backward(Of(batch with { Features = features }, leaves).sum());
        return ([.. leaves.Select(leaf => leaf.grad!)], features?.grad);
    }

    /// <summary>They are read, not trained: no weight needs a gradient.</summary>
    private static BertForSequenceClassification[] Ready(params BertForSequenceClassification[] models)
    {
        foreach (var model in models)
        {
            model.eval();
            foreach (var weight in model.parameters()) weight.requires_grad = false;
        }
        return models;
    }
}
