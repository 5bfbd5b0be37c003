using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>The penalty of the gap at equal human score, for a training whose batches hold a few responses each.</summary>
/// <remarks>
/// A batch's own gap is mostly chance, and its square would be a penalty of that. So the mean score of each group at each level is kept
/// running over the batches, each response counting as one of its cell's, and the gradient that strength · gap² has by a response's score,
/// 2 · strength · gap · c, is taken with that gap: over an epoch it is the gradient of the penalty on all training responses.
/// </remarks>
internal sealed class RunningGap
{
    private readonly double _strength;
    private readonly int _n;
    private readonly int[] _focal;
    private readonly Dictionary<(int Level, int Group), Cell> _cells;

    private RunningGap(double strength, IReadOnlyList<(int Level, int? Group)> training)
    {
        (_strength, _n) = (strength, training.Count);
        _cells = training.Where(text => text.Group is not null).CountBy(text => (text.Level, text.Group!.Value))
            .ToDictionary(cell => cell.Key, cell => new Cell(cell.Value));
        _focal = [.. _cells.Keys.Select(cell => cell.Group).Where(group => group != 0).Distinct().Order()];
    }

    /// <summary>The penalty of a mitigation; null where it has none.</summary>
    public static RunningGap? Of(Mitigation? mitigation, IReadOnlyList<(int Level, int? Group)> training) =>
        mitigation?.Arm == MitigationArm.Penalised ? new(mitigation.Strength, training) : null;

    /// <summary>What has the penalty's gradient, for a part of a batch.</summary>
    /// <param name="scores">The part's scores in levels, [B].</param>
    /// <param name="part">The part.</param>
    /// <param name="batch">Responses of the whole batch.</param>
    public Tensor Of(Tensor scores, IReadOnlyList<(int Level, int? Group)> part, int batch)
    {
        using var scope = NewDisposeScope();
        var values = scores.detach().cpu().to_type(ScalarType.Float64).data<double>().ToArray();
        foreach (var (text, value) in part.Zip(values))
            if (text.Group is { } group) _cells[(text.Level, group)].Add(value);
        var pulls = new double[part.Count];
        foreach (var focal in _focal)
        {
            var levels = _cells.Keys.Where(cell => cell.Group == focal && Seen(cell.Level, focal)).Select(cell => cell.Level).Order().ToList();
            var total = levels.Sum(level => Weight(level, focal));
            if (total == 0) continue;
            var gap = levels.Sum(level => Weight(level, focal) / total * (_cells[(level, 0)].Mean - _cells[(level, focal)].Mean));
            foreach (var (at, text) in part.Index())
            {
                if (text.Group is not { } group || (group != 0 && group != focal) || !levels.Contains(text.Level)) continue;
                pulls[at] += (group == 0 ? 2 : -2) * _strength * gap * _n * Weight(text.Level, focal) / total / _cells[(text.Level, group)].Size / batch;
            }
        }
        return (scores * tensor(pulls, dtype: scores.dtype, device: scores.device)).sum().MoveToOuterDisposeScope();
    }

    private bool Seen(int level, int focal) => _cells[(level, focal)].IsSeen && _cells.GetValueOrDefault((level, 0))?.IsSeen == true;

    /// <summary>What a level counts in a gap: as in <see cref="EqualScoreGap"/>.</summary>
    private double Weight(int level, int focal)
    {
        double one = _cells[(level, 0)].Size, other = _cells[(level, focal)].Size;
        return one * other / (one + other);
    }

    /// <summary>The running mean score of a group at a level.</summary>
    private sealed class Cell(int size)
    {
        private int _seen;

        public int Size => size;

        public bool IsSeen => _seen > 0;

        public double Mean { get; private set; }

        public void Add(double value) => Mean += (value - Mean) / Math.Min(++_seen, size);
    }
}
