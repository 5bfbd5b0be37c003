using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Weights;
using ScoringFairness.Scoring.Linear;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What a head begins with where it sees numbers of unlike sizes: these sizes, and of a regression the line through the training responses.</summary>
/// <remarks>
/// First the head, then all of it: Kumar, Raghunathan, Jones, Ma, Liang (2022), arXiv 2202.10054, where a head that begins at random makes
/// fine-tuning spoil what the encoder knew. A line lies nearer to the responses it was fitted on than to others, so what it leaves of them
/// is not what it leaves to learn: each training response's target is shifted so that what is left of it is what a line leaves that did not
/// see it. Responses held out of training are on the line as well, with shifts of the same kind: what is told by them is told as if they
/// were not.
/// </remarks>
internal sealed class RidgeStart
{
    /// <summary>The penalty for each number of an encoded response: what a line may make of all of them does not grow with their number.</summary>
    public const double PenaltyPerNumber = 1.3;

    /// <summary>How much a standard deviation of a plain feature counts beside one of an encoded response.</summary>
    public const double PlainWeight = 3;

    /// <summary>How much one of the linear scorer's place counts, which is alone worth as much as all of them.</summary>
    private const double LineWeight = 10;

    private const double LeastDeviation = 1e-6;

    private readonly BertForSequenceClassification _model;
    private readonly CancellationToken _cancellation;
    private readonly RidgeSolution? _line;

    /// <summary>Sets what the head begins with, in the current dispose scope.</summary>
    /// <param name="model">The model, with the weights that it begins with.</param>
    /// <param name="labelled">The training responses, and those held out to choose the epoch.</param>
    /// <param name="loss">Knows the targets of a regression.</param>
    /// <param name="random">Gives the parts of the responses.</param>
    /// <param name="cancellation">Looked at between batches and lines.</param>
    /// <param name="gap">The gap that is penalised; null: none.</param>
    public RidgeStart(
        BertForSequenceClassification model, IReadOnlyList<LabelledTokens> labelled, ITrainingLoss loss, SplitMix64 random, CancellationToken cancellation,
        GapPenalty? gap = null)
    {
        (_model, _cancellation, Labelled) = (model, cancellation, labelled);
        if (model.input is not { } input) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var features = Seen([.. labelled.Select(t => t.Text)]);
        var encoded = model.Shape.Encoded(model.Config);
        var weights = model.Shape.Features == 0
            ? ones(encoded)
            : cat([ones(encoded), full(model.Shape.Features - 1, PlainWeight), full(1, LineWeight)]);
        Put(input.mean, features.mean([0L]));
        Put(input.scale, weights / features.std([0L], false).clamp_min(LeastDeviation));
        if (loss is not RegressionLoss regression) return;
        features = Standardized(features);
        var targets = tensor(labelled.Select(t => regression.Target(t.Level)).ToArray());
        var penalty = PenaltyPerNumber * encoded;
        var times = labelled.All(t => t.Weight == 1) ? null : tensor(labelled.Select(t => t.Weight).ToArray());
        _line = RidgeSolution.Of(features, targets, penalty, times);
        double[]? unseen = null;
        if (labelled.Count >= 2 * RidgeSolution.Parts)
        {
            int[] levels = [.. labelled.Select(t => t.Level)];
            unseen = RidgeSolution.Unseen(features, targets, levels, penalty, random, cancellation.ThrowIfCancellationRequested, times);
            if (gap is not null)
            {
                (_line, unseen) = NarrowedRidge.Of(
                    gap, _line, unseen, features, levels, penalty, random, cancellation.ThrowIfCancellationRequested, regression.Place);
            }
        }
        _line.Weights.MoveToOuterDisposeScope();
        Put(model.classifier.weight, _line.Weights.to_type(ScalarType.Float32).unsqueeze(0));
        Put(model.classifier.bias, tensor([(float)_line.Intercept]));
        if (unseen is null) return;
        Unseen = unseen;
        Labelled = [.. labelled.Zip(_line.Places(features).Zip(unseen), (text, places) => text with { Shift = places.First - places.Second })];
    }

    /// <summary>The responses with their shifts.</summary>
    public IReadOnlyList<LabelledTokens> Labelled { get; }

    /// <summary>Their outputs by lines that did not see them; empty where the head begins as none, or there are too few.</summary>
    public IReadOnlyList<double> Unseen { get; } = [];

    /// <summary>The outputs that texts would have now; null where the head does not begin as a line.</summary>
    public double[]? Outputs(IReadOnlyList<TokenizedText> texts)
    {
        if (_line is null) return null;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return texts.Count == 0 ? [] : _line.Places(Standardized(Seen(texts)));
    }

    private Tensor Standardized(Tensor features) => _model.input!.call(features.to(_model.Device.Torch)).cpu();

    /// <summary>What the head sees of texts, [N, E], on the processor.</summary>
    private Tensor Seen(IReadOnlyList<TokenizedText> texts)
    {
        var rows = new float[texts.Count][];
        _model.eval();
        foreach (var batch in LengthBatches.ForScoring([.. texts.Select(text => text.Tokens)], _model.Device.TokensScoredAtOnce))
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            TokenizedText[] some = [.. batch.Select(at => texts[at])];
            var seen = Array.ConvertAll(some, Known);
            if (Array.Exists(seen, row => row is null))
            {
                var values = HostValues.Of(_model.Seen(TokenBatch.Of(some, _model.Config.PadTokenId, _model.Device))).data<float>().ToArray();
                seen = [.. values.Chunk(values.Length / some.Length)];
            }
            foreach (var (at, row) in batch.Zip(seen)) rows[at] = row!;
        }
        return tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
    }

    /// <summary>What the head sees of a text that went through all layers already.</summary>
    private float[]? Known(TokenizedText text) => (text.Frozen, _model.Shape.Pooling) switch
    {
        ({ } frozen, Pooling.Layers) => [.. frozen.Means, .. text.Features],
        ({ } frozen, Pooling.Mean) => [.. frozen.Means[^_model.Config.HiddenSize..], .. text.Features],
        _ => null,
    };

    private static void Put(Tensor place, Tensor values)
    {
        var numbers = values.contiguous().data<float>().ToArray();
        HostValues.Set(place, span => numbers.CopyTo(span));
    }
}
