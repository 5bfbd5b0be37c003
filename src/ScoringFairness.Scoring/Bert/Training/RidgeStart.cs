using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What a head begins with where it sees numbers of unlike sizes: these sizes, and of a regression the line through the training responses.</summary>
/// <remarks>
/// First the head, then all of it: Kumar, Raghunathan, Jones, Ma, Liang (2022), arXiv 2202.10054, where a head that begins at random makes
/// fine-tuning spoil what the encoder knew. A line lies nearer to the responses it was fitted on than to others, so what it leaves of them
/// is not what it leaves to learn: each training response's target is shifted so that what is left of it is what a line leaves that did not
/// see it. Responses held out of training take no part in the line, so that they can tell what training adds to it; <see cref="Whole"/> is
/// the line through them as well, for the responses that are scored.
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
    private readonly HeadLines? _heads;
    private readonly Tensor? _features;
    private readonly RidgeSolution[] _lines = [];

    /// <summary>Sets what the head begins with, in the current dispose scope.</summary>
    /// <param name="model">The model, with the weights that it begins with.</param>
    /// <param name="labelled">The training responses.</param>
    /// <param name="losses">Know the targets of a regression, by head.</param>
    /// <param name="random">Gives the parts of the responses.</param>
    /// <param name="cancellation">Looked at between batches and lines.</param>
    /// <param name="mitigations">What is done against gaps, by head; null: nothing.</param>
    public RidgeStart(
        BertForSequenceClassification model, IReadOnlyList<LabelledTokens> labelled, IReadOnlyList<ITrainingLoss> losses, SplitMix64 random,
        CancellationToken cancellation, IReadOnlyList<Mitigation?>? mitigations = null)
    {
        (_model, _cancellation, Labelled) = (model, cancellation, labelled);
        if (model.input is not { } input) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var features = Seen([.. labelled.Select(t => t.Text)]);
        var encoded = model.Shape.Encoded(model.Config);
        var weights = model.Shape.Features == 0
            ? ones(encoded)
            : cat([ones(encoded), full(model.Shape.Features - model.Shape.Heads, PlainWeight), full(model.Shape.Heads, LineWeight)]);
        Put(input.mean, features.mean([0L]));
        Put(input.scale, weights / features.std([0L], false).clamp_min(LeastDeviation));
        if (!losses.All(loss => loss is RegressionLoss)) return;
        _features = Standardized(features).MoveToOuterDisposeScope();
        _heads = new(model, [.. losses.Cast<RegressionLoss>()], PenaltyPerNumber * encoded, random, mitigations, cancellation);
        (_lines, Unseen) = _heads.First(_features, labelled);
        foreach (var line in _lines) line.Weights.MoveToOuterDisposeScope();
        Put(model.classifier.weight, stack([.. _lines.Select(line => line.Weights.to_type(ScalarType.Float32))]));
        Put(model.classifier.bias, tensor(Array.ConvertAll(_lines, line => (float)line.Intercept)));
        double[][] places = Array.ConvertAll(_lines, line => line.Places(_features));
        Labelled =
        [
            .. labelled.Select((text, row) => text with
            {
                Heads = [.. text.Heads.Select((own, head) =>
                    own is { } level && Unseen[head].TryGetValue(row, out var unseen) ? level with { Shift = places[head][row] - unseen } : own)],
            }),
        ];
    }

    /// <summary>By head, what the ridge regression counts in the line beside the linear scorer's place; none where the head does not begin as a line.</summary>
    public IReadOnlyList<double> Shares => _heads?.Shares ?? [];

    /// <summary>By head, the line that it began with; none where it does not begin as a line.</summary>
    public IReadOnlyList<RidgeSolution> Start => _lines;

    /// <summary>By head, the line through further responses as well: <see cref="Whole"/>.</summary>
    public IReadOnlyList<RidgeSolution> WithFurther { get; private set; } = [];

    /// <summary>The responses with their shifts.</summary>
    public IReadOnlyList<LabelledTokens> Labelled { get; }

    /// <summary>By head, the outputs of responses, by their places, by lines that did not see them; empty where there are too few for that.</summary>
    public IReadOnlyList<IReadOnlyDictionary<int, double>> Unseen { get; } = [];

    /// <summary>By head, the outputs that texts would have now; none where the head does not begin as a line.</summary>
    public double[][] Outputs(IReadOnlyList<TokenizedText> texts)
    {
        if (_lines.Length == 0 || texts.Count == 0) return Array.ConvertAll(_lines, _ => Array.Empty<double>());
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var seen = Standardized(Seen(texts));
        return Array.ConvertAll(_lines, line => line.Places(seen));
    }

    /// <summary>
    /// By head, how far the line through further responses lies above the one that the head began with, at some texts; none where it does not
    /// begin as a line.
    /// </summary>
    /// <param name="further">The further responses.</param>
    /// <param name="texts">The texts.</param>
    public double[][] Whole(IReadOnlyList<LabelledTokens> further, IReadOnlyList<TokenizedText> texts)
    {
        WithFurther = _lines;
        if (_lines.Length == 0 || further.Count == 0) return Array.ConvertAll(_lines, _ => new double[texts.Count]);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var features = cat([_features!, Standardized(Seen([.. further.Select(t => t.Text)]))], 0);
        List<LabelledTokens> labelled = [.. Labelled, .. further];
        var whole = _heads!.Again(features, labelled);
        foreach (var line in whole) line.Weights.MoveToOuterDisposeScope();
        WithFurther = whole;
        if (texts.Count == 0) return Array.ConvertAll(_lines, _ => Array.Empty<double>());
        var seen = Standardized(Seen(texts));
        return [.. whole.Zip(_lines, (all, first) => all.Places(seen).Zip(first.Places(seen), (a, b) => a - b).ToArray())];
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
