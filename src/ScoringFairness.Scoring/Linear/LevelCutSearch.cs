namespace ScoringFairness.Scoring.Linear;

/// <summary>Finds the cuts between levels at which the quadratic weighted kappa with the human levels is highest.</summary>
/// <remarks>
/// Begins where each level gets as many responses as the humans gave it, then moves one cut at a time to its best place until
/// none moves (a local maximum). Scores are collected into at most 200 bins of like size, so its cost does not grow with rows.
/// </remarks>
internal sealed class LevelCutSearch
{
    private const int MostBins = 200;
    private const int MostRounds = 20;

    private readonly int _levels;
    private readonly List<(double Lowest, double Highest, int N, double Human)> _bins = [];
    private readonly double _n, _human, _humanSquares;

    private LevelCutSearch(IReadOnlyList<double> scores, IReadOnlyList<int> human, int levels)
    {
        _levels = levels;
        _n = scores.Count;
        _human = human.Sum(level => (double)level);
        _humanSquares = human.Sum(level => (double)level * level);
        var least = (scores.Count + MostBins - 1) / MostBins;
        foreach (var at in Enumerable.Range(0, scores.Count).OrderBy(at => scores[at]))
        {
            if (_bins.Count > 0 && _bins[^1] is var bin && (bin.N < least || bin.Highest == scores[at]))
            {
                _bins[^1] = (bin.Lowest, scores[at], bin.N + 1, bin.Human + human[at]);
            }
            else
            {
                _bins.Add((scores[at], scores[at], 1, human[at]));
            }
        }
    }

    /// <summary>Finds the cuts.</summary>
    /// <param name="scores">Scores of responses that the scorer was not trained on; at least one.</param>
    /// <param name="human">Their human levels.</param>
    /// <param name="levels">Levels of the scale.</param>
    /// <param name="rule">Which cuts are sought.</param>
    public static LevelCuts Best(IReadOnlyList<double> scores, IReadOnlyList<int> human, int levels, LevelCutRule rule = LevelCutRule.Qwk)
    {
        var search = new LevelCutSearch(scores, human, levels);
        // Where all scores or all human levels are the same nothing can be learnt: a score belongs to its nearest level.
        if (rule == LevelCutRule.Nearest || search._bins.Count < 2 || human.All(level => level == human[0])) return LevelCuts.Nearest(levels);
        var start = search.Start(human);
        return new([.. (rule == LevelCutRule.Spread ? start : search.Climb(start)).Select(search.Cut)]);
    }

    /// <summary>The bin that each level above the lowest begins with, where each gets as many responses as the humans gave it.</summary>
    private int[] Start(IReadOnlyList<int> human)
    {
        var starts = new int[_levels - 1];
        for (var level = 1; level < _levels; level++)
        {
            var below = human.Count(one => one < level);
            var (bin, n) = (0, 0);
            while (bin < _bins.Count && n + _bins[bin].N / 2.0 < below) n += _bins[bin++].N;
            starts[level - 1] = bin;
        }
        return starts;
    }

    private int[] Climb(int[] starts)
    {
        var highest = Kappa(starts);
        for (var (round, moved) = (0, true); moved && round < MostRounds; round++)
        {
            moved = false;
            for (var at = 0; at < starts.Length; at++)
            {
                var best = starts[at];
                var (first, last) = (at == 0 ? 0 : starts[at - 1], at + 1 == starts.Length ? _bins.Count : starts[at + 1]);
                for (starts[at] = first; starts[at] <= last; starts[at]++)
                {
                    if (Kappa(starts) is var kappa && kappa > highest + 1e-12) (highest, best, moved) = (kappa, starts[at], true);
                }
                starts[at] = best;
            }
        }
        return starts;
    }

    /// <summary>2 Cov(h, m) / (Var h + Var m + (mean difference)²), divisor N.</summary>
    private double Kappa(int[] starts)
    {
        var (level, sum, squares, products) = (0, 0.0, 0.0, 0.0);
        for (var bin = 0; bin < _bins.Count; bin++)
        {
            while (level < starts.Length && starts[level] <= bin) level++;
            sum += (double)_bins[bin].N * level;
            squares += (double)_bins[bin].N * level * level;
            products += _bins[bin].Human * level;
        }
        var (human, machine) = (_human / _n, sum / _n);
        return 2 * (products / _n - human * machine)
            / (_humanSquares / _n - human * human + squares / _n - machine * machine + (human - machine) * (human - machine));
    }

    private double Cut(int bin) =>
        bin == 0 ? double.NegativeInfinity
        : bin == _bins.Count ? double.PositiveInfinity
        : (_bins[bin - 1].Highest + _bins[bin].Lowest) / 2;
}
