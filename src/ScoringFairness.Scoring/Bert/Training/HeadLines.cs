using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Weights;
using ScoringFairness.Scoring.Linear;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>The lines that the heads of a regression begin as.</summary>
/// <param name="model">The model, which knows what its heads see.</param>
/// <param name="losses">Know the targets, by head.</param>
/// <param name="penalty">λ of the ridge regressions.</param>
/// <param name="random">Gives the parts of the responses.</param>
/// <param name="mitigations">What is done against gaps, by head; null: nothing.</param>
/// <param name="cancellation">Looked at between lines.</param>
internal sealed class HeadLines(
    BertForSequenceClassification model, IReadOnlyList<RegressionLoss> losses, double penalty, SplitMix64 random,
    IReadOnlyList<Mitigation?>? mitigations, CancellationToken cancellation)
{
    private StackedLine?[] _stacks = [];

    /// <summary>By head, what the regression counts beside the linear scorer's place; 1 where there is none.</summary>
    public IReadOnlyList<double> Shares => [.. _stacks.Select(stack => stack?.Share ?? 1)];

    /// <summary>The lines, in the current dispose scope, and by head the outputs of responses, by their places, by lines that did not see them.</summary>
    /// <param name="features">[N, F], what the heads see of the responses, standardised.</param>
    /// <param name="labelled">The responses.</param>
    public (RidgeSolution[] Lines, IReadOnlyDictionary<int, double>[] Unseen) First(Tensor features, IReadOnlyList<LabelledTokens> labelled)
    {
        var lines = Lines(features, labelled);
        var unseenOf = UnseenOf(features, labelled);
        _stacks = [.. losses.Select((_, head) => Stack(features, labelled, head, unseenOf[head]))];
        for (var head = 0; head < lines.Length; head++) (lines[head], unseenOf[head]) = (Between(head, lines[head]), Between(head, unseenOf[head], features));
        foreach (var head in Narrowed) (lines[head], unseenOf[head]) = Narrow(features, labelled, head, lines[head], unseenOf[head]);
        return (lines, unseenOf);
    }

    /// <summary>Such lines through further responses as well, in the current dispose scope; what each of two lines counts stays.</summary>
    public RidgeSolution[] Again(Tensor features, IReadOnlyList<LabelledTokens> labelled)
    {
        var lines = Lines(features, labelled);
        for (var head = 0; head < lines.Length; head++) lines[head] = Between(head, lines[head]);
        foreach (var head in Narrowed)
            lines[head] = Narrow(features, labelled, head, lines[head], Between(head, UnseenOf(features, labelled, head), features)).Line;
        return lines;
    }

    /// <summary>The heads whose line moves to where a gap is smaller.</summary>
    private IEnumerable<int> Narrowed => Enumerable.Range(0, losses.Count).Where(head => mitigations?[head]?.Arm == MitigationArm.Penalised);

    /// <summary>The line of each head, in the current dispose scope; of all at once where each has a level of every response.</summary>
    private RidgeSolution[] Lines(Tensor features, IReadOnlyList<LabelledTokens> labelled) => AreAlike(labelled)
        ? RidgeSolution.Several(features, Targets(labelled), penalty)
        : [.. losses.Select((_, head) =>
        {
            var own = Own(labelled, head);
            return RidgeSolution.Of(features.index_select(0, own.Rows), own.Targets, penalty, own.Times);
        })];

    private Dictionary<int, double>[] UnseenOf(Tensor features, IReadOnlyList<LabelledTokens> labelled)
    {
        if (!AreAlike(labelled)) return [.. losses.Select((_, head) => UnseenOf(features, labelled, head))];
        if (labelled.Count < 2 * RidgeSolution.Parts) return [.. losses.Select(_ => new Dictionary<int, double>())];
        return
        [
            .. RidgeSolution.UnseenOfSeveral(
                features, Targets(labelled), [.. labelled.Select(t => t.Heads[0]!.Value.Level)], penalty, random,
                cancellation.ThrowIfCancellationRequested).Select(places => places.Index().ToDictionary(one => one.Index, one => one.Item)),
        ];
    }

    private Dictionary<int, double> UnseenOf(Tensor features, IReadOnlyList<LabelledTokens> labelled, int head)
    {
        var own = Own(labelled, head);
        if (own.Levels.Length < 2 * RidgeSolution.Parts) return [];
        var places = RidgeSolution.Unseen(
            features.index_select(0, own.Rows), own.Targets, own.Levels, penalty, random, cancellation.ThrowIfCancellationRequested, own.Times);
        return own.Rows.data<long>().Zip(places).ToDictionary(one => (int)one.First, one => one.Second);
    }

    /// <summary>What a head's line lies between; null where it sees no linear scorer's place, or where there are too few responses to tell.</summary>
    private StackedLine? Stack(Tensor features, IReadOnlyList<LabelledTokens> labelled, int head, Dictionary<int, double> unseen)
    {
        if (model.Shape.Features == 0 || unseen.Count == 0) return null;
        var column = model.Shape.Encoded(model.Config) + model.Shape.Features - model.Shape.Heads + head;
        var (mean, scale) = (Number(model.input!.mean, column), Number(model.input.scale, column));
        var (level, levels) = (losses[head].Place(0), losses[head].Place(1) - losses[head].Place(0));
        var own = Own(labelled, head);
        return StackedLine.Of(
            features.index_select(0, own.Rows), column, (mean - level) / levels, 1 / scale / levels, [.. own.Rows.data<long>().Select(row => unseen[(int)row])],
            own.Targets.data<double>().ToArray(), own.Times?.data<double>().ToArray());
    }

    /// <summary>A head's line between the regression and the linear scorer.</summary>
    private RidgeSolution Between(int head, RidgeSolution ridge) => _stacks[head]?.Between(ridge) ?? ridge;

    /// <summary>What responses get between regressions that did not see them and the linear scorer.</summary>
    private Dictionary<int, double> Between(int head, Dictionary<int, double> unseen, Tensor features)
    {
        if (_stacks[head] is not { } stack || unseen.Count == 0) return unseen;
        var between = stack.Between([.. unseen.Values], features.index_select(0, tensor(unseen.Keys.Select(row => (long)row).ToArray())));
        return unseen.Keys.Zip(between).ToDictionary(one => one.First, one => one.Second);
    }

    private static double Number(Tensor numbers, int at) => HostValues.Of(numbers).data<float>()[at];

    /// <summary>A head's line moved to where the gap that is penalised is smaller, and what it gives responses that it did not see.</summary>
    private (RidgeSolution Line, Dictionary<int, double> Unseen) Narrow(
        Tensor features, IReadOnlyList<LabelledTokens> labelled, int head, RidgeSolution line, Dictionary<int, double> unseen)
    {
        var own = Own(labelled, head);
        var gap = GapPenalty.Of(mitigations![head], [.. own.Levels.Zip(own.Groups, (level, group) => new LabelledText("", level) { Group = group })]);
        if (gap is null || unseen.Count == 0) return (line, unseen);
        long[] rows = [.. own.Rows.data<long>()];
        var (moved, places) = NarrowedRidge.Of(
            gap, line, [.. rows.Select(row => unseen[(int)row])], features.index_select(0, own.Rows), own.Levels, penalty, random,
            cancellation.ThrowIfCancellationRequested, losses[head].Place);
        return (moved, rows.Zip(places).ToDictionary(one => (int)one.First, one => one.Second));
    }

    /// <summary>Whether all heads have a level of every response, and none weighs another way.</summary>
    private static bool AreAlike(IReadOnlyList<LabelledTokens> labelled) =>
        labelled.All(text => text.Heads.All(own => own is { Weight: 1 }));

    /// <summary>[N, K]: the targets of all heads.</summary>
    private Tensor Targets(IReadOnlyList<LabelledTokens> labelled) => tensor(
        labelled.SelectMany(text => text.Heads.Zip(losses, (own, loss) => loss.Target(own!.Value.Level, own.Value.Teacher))).ToArray(),
        [labelled.Count, losses.Count]);

    /// <summary>The responses of which a head has a level.</summary>
    private HeadResponses Own(IReadOnlyList<LabelledTokens> labelled, int head)
    {
        (long Row, HeadLevel Of)[] own =
            [.. labelled.Index().Where(text => text.Item.Heads[head] is not null).Select(text => ((long)text.Index, text.Item.Heads[head]!.Value))];
        return new(
            tensor(Array.ConvertAll(own, text => text.Row)), tensor(Array.ConvertAll(own, text => losses[head].Target(text.Of.Level, text.Of.Teacher))),
            Array.ConvertAll(own, text => text.Of.Level), Array.ConvertAll(own, text => text.Of.Group),
            own.All(text => text.Of.Weight == 1) ? null : tensor(Array.ConvertAll(own, text => text.Of.Weight)));
    }

    private readonly record struct HeadResponses(Tensor Rows, Tensor Targets, int[] Levels, int?[] Groups, Tensor? Times);
}
