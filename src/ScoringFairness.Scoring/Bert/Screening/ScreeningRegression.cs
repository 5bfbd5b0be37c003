using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using ScoringFairness.Scoring.Linear;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>
/// Ridge regression of levels on encoded responses and plain features. Levels are cut, and probabilities told, by lines that were not
/// fitted on the responses they score; the responses to score take no part.
/// </summary>
internal sealed class ScreeningRegression
{
    /// <summary>Standard deviations beyond which a number counts no more: one wild text must not bend the line.</summary>
    private const float Furthest = 8;

    private readonly Tensor _weights, _mean, _scale;
    private readonly RidgeSolution _line;
    private readonly LinearScoring _scoring;
    private readonly IReadOnlyList<int> _levels;
    private readonly double[] _fitted;
    private readonly double[]? _unseen;

    /// <summary>Trains, in the current dispose scope.</summary>
    /// <param name="encoded">Encoded responses, [N, E].</param>
    /// <param name="plain">Their plain features, [N, P].</param>
    /// <param name="levels">Their levels.</param>
    /// <param name="levelCount">Levels of the scale.</param>
    /// <param name="random">Gives the inner folds.</param>
    /// <param name="afterLine">Called after each line; may throw to end the training.</param>
    /// <param name="weights">What each response weighs; null: all the same.</param>
    /// <param name="gap">The gap that is penalised; null: none.</param>
    /// <param name="cuts">How scores are cut into levels.</param>
    public ScreeningRegression(
        Tensor encoded, Tensor plain, IReadOnlyList<int> levels, int levelCount, SplitMix64 random, Action afterLine, double[]? weights = null,
        GapPenalty? gap = null, LevelCutRule cuts = LevelCutRule.Qwk)
    {
        _levels = levels;
        var penalty = RidgeStart.PenaltyPerNumber * encoded.shape[1];
        var all = cat([encoded, plain], 1);
        _mean = all.mean([0L], keepdim: true);
        _weights = cat([ones(1, encoded.shape[1]), full(1, plain.shape[1], RidgeStart.PlainWeight)], 1);
        _scale = _weights / all.std([0L], false, keepdim: true).clamp_min(1e-6);
        var features = Standardized(all);
        var scores = tensor(levels.Select(level => (double)level).ToArray());
        var times = weights is null ? null : tensor(weights);
        _unseen = levels.Count >= 2 * RidgeSolution.Parts ? RidgeSolution.Unseen(features, scores, levels, penalty, random, afterLine, times) : null;
        _line = RidgeSolution.Of(features, scores, penalty, times);
        afterLine();
        if (gap is not null && _unseen is not null)
        {
            (_line, _unseen) = NarrowedRidge.Of(gap, _line, _unseen, features, levels, penalty, random, afterLine, place => place);
        }
        _fitted = _line.Places(features);
        _scoring = _unseen is null
            ? new(LevelCuts.Nearest(levelCount), null, levelCount)
            : new(LevelCutSearch.Best(_unseen, levels, levelCount, cuts), Math.Sqrt(SquaredError(_unseen)), levelCount);
    }

    /// <summary>Lines that a training fits.</summary>
    public const int Lines = RidgeSolution.Parts + 1;

    /// <summary>Those that a penalty takes beside them for each focal group.</summary>
    public const int LinesOfAGap = RidgeSolution.Parts;

    /// <summary>Scores responses.</summary>
    public IEnumerable<ResponseScore> Score(Tensor encoded, Tensor plain) =>
        _line.Places(Standardized(cat([encoded, plain], 1))).Select(_scoring.Of);

    /// <summary>The course of the training: one epoch, with the squared errors in levels; held out are the inner folds.</summary>
    public EpochRecord Record() => new(
        1, SquaredError(_fitted), _unseen is null ? null : SquaredError(_unseen),
        _unseen?.Zip(_levels, (place, level) => _scoring.Level(place) == level ? 1.0 : 0).Average());

    /// <summary>Whether the lines that did not see the responses they scored were no nearer to them than their mean.</summary>
    public bool LearntNothing => _unseen is { } places && NothingLearnt.By(places, _levels);

    private Tensor Standardized(Tensor features) =>
        ((features - _mean) * _scale).minimum(_weights * Furthest).maximum(_weights * -Furthest);

    private double SquaredError(double[] places) => places.Zip(_levels, (place, level) => (place - level) * (place - level)).Average();
}
