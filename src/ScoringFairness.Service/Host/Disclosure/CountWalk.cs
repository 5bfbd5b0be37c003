namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>
/// Looks for other counts that fit everything told by walking from the true ones: a step takes two responses elsewhere, so that every
/// sum that is told stays; figures that are no sums, and sums within bounds, draw the walk back (simulated annealing).
/// </summary>
internal sealed class CountWalk
{
    private readonly long[] _truth;
    private readonly Bound[] _loose;
    private readonly double[] _units;
    private readonly IReadOnlyList<Curve> _curves;
    private readonly (int From, int To)[] _moves;
    private readonly int[][] _partners;
    private readonly int[][] _into;

    /// <param name="truth">The true counts.</param>
    /// <param name="told">What is told of them.</param>
    /// <param name="curves">Figures that are told of them.</param>
    public CountWalk(long[] truth, IReadOnlyList<Bound> told, IReadOnlyList<Curve> curves)
    {
        (_truth, _curves) = (truth, curves);
        Bound[] kept = [.. told.Where(bound => bound.High - bound.Low < 1e-9)];
        _loose = [.. told.Where(bound => bound.High - bound.Low >= 1e-9)];
        _units = [.. _loose.Select(bound => Math.Max(bound.Weights.Max(Math.Abs), 1e-9))];
        _moves = [.. Enumerable.Range(0, truth.Length).SelectMany(from => Enumerable.Range(0, truth.Length).Where(to => to != from).Select(to => (from, to)))];
        var keys = new Dictionary<string, List<int>>();
        var own = new (string Key, string Opposite)[_moves.Length];
        foreach (var (at, (from, to)) in _moves.Index())
        {
            double[] change = [.. kept.Select(bound => Math.Round(bound.Weights[to] - bound.Weights[from], 6))];
            own[at] = (string.Join(' ', change.Select(one => one == 0 ? 0 : one)), string.Join(' ', change.Select(one => one == 0 ? 0 : -one)));
            (keys.TryGetValue(own[at].Key, out var list) ? list : keys[own[at].Key] = []).Add(at);
        }
        var lists = keys.ToDictionary(key => key.Key, key => key.Value.ToArray());
        _partners = [.. own.Select(one => lists.GetValueOrDefault(one.Opposite, []))];
        _into = [.. Enumerable.Range(0, truth.Length).Select(cell => _moves.Index().Where(move => move.Item.To == cell).Select(move => move.Index).ToArray())];
    }

    /// <summary>Counts that fit, with as much of a sum as can be found up to a goal.</summary>
    /// <param name="weights">The sum.</param>
    /// <param name="goal">How far it is to be driven, up or down.</param>
    /// <param name="steps">Steps of the walk.</param>
    /// <returns>The farthest counts found.</returns>
    public long[]? Toward(double[] weights, double goal, int steps)
    {
        var truth = ToldCounts.Sum(weights, _truth);
        var sign = Math.Sign(goal - truth);
        if (sign == 0 || _moves.Length == 0)
        {
            return null;
        }
        var random = new Random(17);
        var counts = (long[])_truth.Clone();
        var sums = new double[_loose.Length];
        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] = _loose[at].At(counts);
        }
        int[] wanted = [.. Enumerable.Range(0, counts.Length).Where(cell => weights[cell] != 0)];
        var now = truth;
        var energy = Energy(0, now);
        var (best, bestSum) = ((long[]?)null, truth);
        for (var step = 0; step < steps; step++)
        {
            int move;
            if (sign > 0 && random.Next(4) == 0)
            {
                var into = _into[wanted[random.Next(wanted.Length)]];
                move = into[random.Next(into.Length)];
            }
            else
            {
                move = random.Next(_moves.Length);
            }
            var partners = _partners[move];
            if (partners.Length == 0)
            {
                continue;
            }
            var (one, two) = (_moves[move], _moves[partners[random.Next(partners.Length)]]);
            Apply(one, two, 1);
            if (counts[one.From] < 0 || counts[two.From] < 0)
            {
                Apply(one, two, -1);
                continue;
            }
            var next = now + weights[one.To] - weights[one.From] + weights[two.To] - weights[two.From];
            var misfit = Misfit();
            var changed = Energy(misfit, next);
            if (changed <= energy || random.NextDouble() < Math.Exp((energy - changed) / (1.5 * (1 - ((double)step / steps)) + 0.05)))
            {
                (energy, now) = (changed, next);
                if (misfit == 0 && sign * (next - bestSum) > 0)
                {
                    (best, bestSum) = ((long[])counts.Clone(), next);
                    if (sign * (goal - next) <= 0)
                    {
                        return best;
                    }
                }
            }
            else
            {
                Apply(one, two, -1);
            }
        }
        return best;

        double Energy(double misfit, double sum) => misfit + Math.Max(0, sign * (goal - sum));

        double Misfit()
        {
            var total = 0.0;
            for (var at = 0; at < sums.Length; at++)
            {
                var bound = _loose[at];
                total += sums[at] < bound.Low ? (bound.Low - sums[at]) / _units[at] : sums[at] > bound.High ? (sums[at] - bound.High) / _units[at] : 0;
            }
            foreach (var curve in _curves)
            {
                total += curve.Misfit(curve.Of(counts));
            }
            return total;
        }

        void Apply((int From, int To) one, (int From, int To) two, int by)
        {
            counts[one.From] -= by;
            counts[one.To] += by;
            counts[two.From] -= by;
            counts[two.To] += by;
            for (var at = 0; at < sums.Length; at++)
            {
                var bound = _loose[at].Weights;
                sums[at] += by * (bound[one.To] - bound[one.From] + bound[two.To] - bound[two.From]);
            }
        }
    }
}
