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
    private readonly SplitMix64 _random;
    private readonly IReadOnlyList<Mitigation?>? _mitigations;
    private readonly IReadOnlyList<RegressionLoss> _losses = [];
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
        (_model, _cancellation, _random, _mitigations, Labelled) = (model, cancellation, random, mitigations, labelled);
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
        _losses = [.. losses.Cast<RegressionLoss>()];
        _features = Standardized(features).MoveToOuterDisposeScope();
        _lines = Lines(_features, labelled);
        var unseenOf = UnseenOf(labelled);
        foreach (var head in Narrowed) (_lines[head], unseenOf[head]) = Narrow(_features, labelled, head, _lines[head], unseenOf[head]);
        foreach (var line in _lines) line.Weights.MoveToOuterDisposeScope();
        Put(model.classifier.weight, stack([.. _lines.Select(line => line.Weights.to_type(ScalarType.Float32))]));
        Put(model.classifier.bias, tensor(Array.ConvertAll(_lines, line => (float)line.Intercept)));
        Unseen = unseenOf;
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
        var whole = Lines(features, labelled);
        foreach (var head in Narrowed) whole[head] = Narrow(features, labelled, head, whole[head], UnseenOf(features, labelled, head)).Line;
        foreach (var line in whole) line.Weights.MoveToOuterDisposeScope();
        WithFurther = whole;
        if (texts.Count == 0) return Array.ConvertAll(_lines, _ => Array.Empty<double>());
        var seen = Standardized(Seen(texts));
        return [.. whole.Zip(_lines, (all, first) => all.Places(seen).Zip(first.Places(seen), (a, b) => a - b).ToArray())];
    }

    private double Penalty => PenaltyPerNumber * _model.Shape.Encoded(_model.Config);

    /// <summary>The heads whose line moves to where a gap is smaller.</summary>
    private IEnumerable<int> Narrowed => Enumerable.Range(0, _losses.Count).Where(head => _mitigations?[head]?.Arm == MitigationArm.Penalised);

    /// <summary>The line of each head, in the current dispose scope; of all at once where each has a level of every response.</summary>
    private RidgeSolution[] Lines(Tensor features, IReadOnlyList<LabelledTokens> labelled) => AreAlike(labelled)
        ? RidgeSolution.Several(features, Targets(labelled), Penalty)
        : [.. _losses.Select((_, head) =>
        {
            var own = Own(labelled, head);
            return RidgeSolution.Of(features.index_select(0, own.Rows), own.Targets, Penalty, own.Times);
        })];

    private Dictionary<int, double>[] UnseenOf(IReadOnlyList<LabelledTokens> labelled)
    {
        if (!AreAlike(labelled)) return [.. _losses.Select((_, head) => UnseenOf(_features!, labelled, head))];
        if (labelled.Count < 2 * RidgeSolution.Parts) return [.. _losses.Select(_ => new Dictionary<int, double>())];
        return
        [
            .. RidgeSolution.UnseenOfSeveral(
                _features!, Targets(labelled), [.. labelled.Select(t => t.Heads[0]!.Value.Level)], Penalty, _random,
                _cancellation.ThrowIfCancellationRequested).Select(places => places.Index().ToDictionary(one => one.Index, one => one.Item)),
        ];
    }

    private Dictionary<int, double> UnseenOf(Tensor features, IReadOnlyList<LabelledTokens> labelled, int head)
    {
        var own = Own(labelled, head);
        if (own.Levels.Length < 2 * RidgeSolution.Parts) return [];
        var places = RidgeSolution.Unseen(
            features.index_select(0, own.Rows), own.Targets, own.Levels, Penalty, _random, _cancellation.ThrowIfCancellationRequested, own.Times);
        return own.Rows.data<long>().Zip(places).ToDictionary(one => (int)one.First, one => one.Second);
    }

    /// <summary>A head's line moved to where the gap that is penalised is smaller, and what it gives responses that it did not see.</summary>
    private (RidgeSolution Line, Dictionary<int, double> Unseen) Narrow(
        Tensor features, IReadOnlyList<LabelledTokens> labelled, int head, RidgeSolution line, Dictionary<int, double> unseen)
    {
        var own = Own(labelled, head);
        var gap = GapPenalty.Of(_mitigations![head], [.. own.Levels.Zip(own.Groups, (level, group) => new LabelledText("", level) { Group = group })]);
        if (gap is null || unseen.Count == 0) return (line, unseen);
        long[] rows = [.. own.Rows.data<long>()];
        var (moved, places) = NarrowedRidge.Of(
            gap, line, [.. rows.Select(row => unseen[(int)row])], features.index_select(0, own.Rows), own.Levels, Penalty, _random,
            _cancellation.ThrowIfCancellationRequested, _losses[head].Place);
        return (moved, rows.Zip(places).ToDictionary(one => (int)one.First, one => one.Second));
    }

    /// <summary>Whether all heads have a level of every response, and none weighs another way.</summary>
    private static bool AreAlike(IReadOnlyList<LabelledTokens> labelled) =>
        labelled.All(text => text.Heads.All(own => own is { Weight: 1 }));

    /// <summary>[N, K]: the targets of all heads.</summary>
    private Tensor Targets(IReadOnlyList<LabelledTokens> labelled) => tensor(
        labelled.SelectMany(text => text.Heads.Zip(_losses, (own, loss) => loss.Target(own!.Value.Level, own.Value.Teacher))).ToArray(),
        [labelled.Count, _losses.Count]);

    /// <summary>The responses of which a head has a level.</summary>
    private HeadResponses Own(IReadOnlyList<LabelledTokens> labelled, int head)
    {
        (long Row, HeadLevel Of)[] own =
            [.. labelled.Index().Where(text => text.Item.Heads[head] is not null).Select(text => ((long)text.Index, text.Item.Heads[head]!.Value))];
        return new(
            tensor(Array.ConvertAll(own, text => text.Row)), tensor(Array.ConvertAll(own, text => _losses[head].Target(text.Of.Level, text.Of.Teacher))),
            Array.ConvertAll(own, text => text.Of.Level), Array.ConvertAll(own, text => text.Of.Group),
            own.All(text => text.Of.Weight == 1) ? null : tensor(Array.ConvertAll(own, text => text.Of.Weight)));
    }

    private readonly record struct HeadResponses(Tensor Rows, Tensor Targets, int[] Levels, int?[] Groups, Tensor? Times);

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
