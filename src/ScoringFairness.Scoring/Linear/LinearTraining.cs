using Microsoft.ML.Data;

namespace ScoringFairness.Scoring.Linear;

/// <summary>A line through training responses, and what its places mean by lines that were not fitted on the responses they score.</summary>
internal sealed class LinearTraining
{
    private const int InnerFolds = 3;

    private readonly IReadOnlyList<VBuffer<float>> _vectors;
    private readonly IReadOnlyList<int> _levels;
    private readonly double[]? _unseen;
    private readonly LinearScoring _scoring;
    private readonly RidgeRegression _line;

    /// <summary>Trains.</summary>
    /// <param name="vectors">The training responses.</param>
    /// <param name="levels">Their levels.</param>
    /// <param name="levelCount">Levels of the scale.</param>
    /// <param name="random">Gives the order of the responses, the inner folds and the trainer's seed.</param>
    /// <param name="afterRow">Called whenever a response is read, <see cref="Readings"/> times; may throw to end the training.</param>
    public LinearTraining(IReadOnlyList<VBuffer<float>> vectors, IReadOnlyList<int> levels, int levelCount, SplitMix64 random, Action afterRow)
        : this(vectors, levels, levelCount, random, afterRow, null, null)
    {
    }

    /// <summary>Trains under a mitigation.</summary>
    /// <param name="vectors">The training responses.</param>
    /// <param name="texts">Their levels and groups.</param>
    /// <param name="levelCount">Levels of the scale.</param>
    /// <param name="random">Gives the order of the responses, the inner folds and the trainer's seed.</param>
    /// <param name="afterRow">Called whenever a response is read, <see cref="Readings"/> times; may throw to end the training.</param>
    /// <param name="mitigation">The mitigation; null: none.</param>
    /// <param name="cuts">How its scores are cut into levels.</param>
    public LinearTraining(
        IReadOnlyList<VBuffer<float>> vectors, IReadOnlyList<LabelledText> texts, int levelCount, SplitMix64 random, Action afterRow, Mitigation? mitigation,
        LevelCutRule cuts = LevelCutRule.Qwk)
        : this(
            vectors, [.. texts.Select(text => text.Level)], levelCount, random, afterRow,
            rows => GroupWeights.Of(mitigation, [.. rows.Select(row => texts[row])]), GapPenalty.Of(mitigation, texts), cuts)
    {
    }

    private LinearTraining(
        IReadOnlyList<VBuffer<float>> vectors, IReadOnlyList<int> levels, int levelCount, SplitMix64 random, Action afterRow,
        Func<IReadOnlyList<int>, double[]?>? weights, GapPenalty? penalty, LevelCutRule cuts = LevelCutRule.Qwk)
    {
        (_vectors, _levels) = (vectors, levels);
        var order = Enumerable.Range(0, levels.Count).ToArray();
        random.Shuffle<int>(order);
        var seed = random.Below(int.MaxValue);
        _line = Line(order);
        if (HasInnerFolds(levels.Count))
        {
            var unseen = ScoreUnseen(order, rows => [Line(rows), .. Directions(rows)]);
            _unseen = unseen[0];
            if (penalty is not null)
            {
                var steps = penalty.Steps(unseen[0], unseen[1..]);
                _line = _line.Less(Directions(order), steps);
                _unseen = [.. unseen[0].Select((place, row) => place - steps.Select((step, at) => step * unseen[at + 1][row]).Sum())];
            }
        }
        _scoring = _unseen is null
            ? new(LevelCuts.Nearest(levelCount), null, levelCount)
            : new(LevelCutSearch.Best(_unseen, levels, levelCount, cuts), Math.Sqrt(SquaredError(_unseen)), levelCount);

        RidgeRegression Line(IReadOnlyList<int> rows) => RidgeRegression.Fit(vectors, levels, rows, seed, afterRow, weights?.Invoke(rows));

        IReadOnlyList<RidgeRegression> Directions(IReadOnlyList<int> rows) =>
            [.. penalty?.Gaps(rows).Select(gap => RidgeDirection.Of(vectors, rows, gap, RidgeRegression.Alpha, afterRow)) ?? []];
    }

    /// <summary>How often responses are read in all: by the line, and by three lines through two thirds of them each.</summary>
    /// <param name="responses">The responses.</param>
    /// <param name="penalty">The penalty, whose directions read them too; null: none.</param>
    public static long Readings(int responses, GapPenalty? penalty = null) =>
        (long)(RidgeRegression.Readings + (penalty?.Readings ?? 0)) * responses * (HasInnerFolds(responses) ? InnerFolds : 1);

    /// <summary>Scores a response.</summary>
    public ResponseScore Score(in VBuffer<float> vector) => _scoring.Of(_line.Score(vector));

    /// <summary>The course of the training: one epoch, with the squared errors in levels; held out are the inner folds.</summary>
    public EpochRecord Record() => new(
        1,
        SquaredError([.. _vectors.Select(vector => _line.Score(vector))]),
        _unseen is null ? null : SquaredError(_unseen),
        _unseen?.Zip(_levels, (place, level) => _scoring.Level(place) == level ? 1.0 : 0).Average());

    /// <summary>Where the training responses lie on lines that did not see them; on the line itself where they are too few for that.</summary>
    public IReadOnlyList<double> Places => _unseen ?? [.. _vectors.Select(vector => (double)_line.Score(vector))];

    /// <summary>The line.</summary>
    public RidgeRegression Line => _line;

    /// <summary>Whether the lines that did not see the responses they scored were no nearer to them than their mean.</summary>
    public bool LearntNothing => _unseen is { } places && NothingLearnt.By(places, _levels);

    private static bool HasInnerFolds(int responses) => responses >= 2 * InnerFolds;

    private double[][] ScoreUnseen(int[] order, Func<IReadOnlyList<int>, IReadOnlyList<RidgeRegression>> lines)
    {
        double[][] places = [];
        // Dealt by level, so that each inner fold has its share of every level.
        int[] dealt = [.. order.OrderBy(row => _levels[row])];
        for (var fold = 0; fold < InnerFolds; fold++)
        {
            var held = new bool[order.Length];
            for (var at = fold; at < dealt.Length; at += InnerFolds) held[dealt[at]] = true;
            var inner = lines([.. order.Where(row => !held[row])]);
            if (fold == 0) places = [.. inner.Select(_ => new double[order.Length])];
            foreach (var row in order.Where(row => held[row]))
                for (var at = 0; at < inner.Count; at++) places[at][row] = inner[at].Score(_vectors[row]);
        }
        return places;
    }

    private double SquaredError(IReadOnlyList<double> places) => places.Zip(_levels, (place, level) => (place - level) * (place - level)).Average();
}
