namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>Finds a point of a polytope: numbers of 0 or more that keep every weighted sum within its bounds (simplex, first phase).</summary>
internal static class LinearSystem
{
    private const double Tiny = 1e-9;

    /// <summary>A point that fits, reached from a start by few changes.</summary>
    /// <param name="start">Numbers from which the search begins.</param>
    /// <param name="bounds">The sums and their bounds.</param>
    /// <returns>The numbers; null where nothing fits, or where it was not found with reasonable effort.</returns>
    public static double[]? Solve(IReadOnlyList<long> start, IReadOnlyList<Bound> bounds)
    {
        // Unknown are what is added to each number, and what is taken from those that are more than 0.
        int[] taken = [.. Enumerable.Range(0, start.Count).Where(at => start[at] > 0)];
        var rows = new List<(double[] Weights, double Right, int Slack)>(bounds.Count + taken.Length);
        foreach (var bound in bounds)
        {
            var weights = new double[start.Count + taken.Length];
            bound.Weights.CopyTo(weights, 0);
            for (var at = 0; at < taken.Length; at++)
            {
                weights[start.Count + at] = -bound.Weights[taken[at]];
            }
            var sum = bound.At(start);
            if (bound.High - bound.Low < Tiny)
            {
                rows.Add((weights, bound.Low - sum, 0));
                continue;
            }
            if (double.IsFinite(bound.High))
            {
                rows.Add((weights, bound.High - sum, 1));
            }
            if (double.IsFinite(bound.Low))
            {
                rows.Add((weights, bound.Low - sum, -1));
            }
        }
        for (var at = 0; at < taken.Length; at++)
        {
            var weights = new double[start.Count + taken.Length];
            weights[start.Count + at] = 1;
            rows.Add((weights, start[taken[at]], 1));
        }
        if (new Tableau(start.Count + taken.Length, rows).Solve() is not { } change)
        {
            return null;
        }
        var point = change[..start.Count];
        for (var at = 0; at < start.Count; at++)
        {
            point[at] += start[at];
        }
        for (var at = 0; at < taken.Length; at++)
        {
            point[taken[at]] -= change[start.Count + at];
        }
        return point;
    }

    /// <summary>The dense tableau: unknowns, slacks, one artificial number for each row that needs one, right side.</summary>
    private sealed class Tableau
    {
        private readonly double[][] _rows;
        private readonly double[] _cost;
        private readonly int[] _basis;
        private readonly int _unknowns;
        private readonly int _real;
        private readonly int _width;
        private readonly int _mostPivots;

        public Tableau(int unknowns, List<(double[] Weights, double Right, int Slack)> given)
        {
            _unknowns = unknowns;
            _mostPivots = 100 + (8 * (unknowns + given.Count));
            _real = unknowns + given.Count(row => row.Slack != 0);
            _width = _real + given.Count + 1;
            _rows = new double[given.Count][];
            _basis = new int[given.Count];
            _cost = new double[_width];
            var slack = unknowns;
            foreach (var (at, row) in given.Index())
            {
                var sign = row.Right < 0 || (row.Right == 0 && row.Slack < 0) ? -1.0 : 1.0;
                var own = _rows[at] = new double[_width];
                for (var unknown = 0; unknown < unknowns; unknown++)
                {
                    own[unknown] = sign * row.Weights[unknown];
                }
                own[^1] = sign * row.Right;
                if (row.Slack != 0)
                {
                    own[slack] = sign * row.Slack;
                }
                if (row.Slack * sign > 0)
                {
                    _basis[at] = slack;
                }
                else
                {
                    _basis[at] = _real + at;
                    own[_real + at] = 1;
                    for (var column = 0; column < _width; column++)
                    {
                        _cost[column] -= column >= _real && column < _width - 1 ? 0 : own[column];
                    }
                }
                slack += row.Slack != 0 ? 1 : 0;
            }
        }

        public double[]? Solve()
        {
            for (var pivot = 0; pivot < _mostPivots; pivot++)
            {
                if (Entering(pivot) is not { } column)
                {
                    return _cost[^1] < -1e-7 ? null : Point();
                }
                if (Leaving(column) is not { } row)
                {
                    return null;
                }
                Pivot(row, column);
            }
            return null;
        }

        /// <summary>The column of the steepest descent; after many pivots the first that descends, which ends circles (Bland 1977).</summary>
        private int? Entering(int pivot)
        {
            var (best, at) = (-Tiny, (int?)null);
            for (var column = 0; column < _real; column++)
            {
                if (_cost[column] < best)
                {
                    (best, at) = (_cost[column], column);
                    if (pivot > _mostPivots / 2)
                    {
                        break;
                    }
                }
            }
            return at;
        }

        private int? Leaving(int column)
        {
            var (best, at) = (double.PositiveInfinity, (int?)null);
            for (var row = 0; row < _rows.Length; row++)
            {
                if (_rows[row][column] > Tiny)
                {
                    var ratio = _rows[row][^1] / _rows[row][column];
                    if (ratio < best - Tiny || (ratio < best + Tiny && at is { } other && _basis[row] < _basis[other]))
                    {
                        (best, at) = (ratio, row);
                    }
                }
            }
            return at;
        }

        private void Pivot(int row, int column)
        {
            var own = _rows[row];
            var by = own[column];
            for (var at = 0; at < _width; at++)
            {
                own[at] /= by;
            }
            for (var other = 0; other <= _rows.Length; other++)
            {
                var line = other == _rows.Length ? _cost : _rows[other];
                var factor = line[column];
                if (other != row && Math.Abs(factor) > 1e-12)
                {
                    for (var at = 0; at < _width; at++)
                    {
                        line[at] -= factor * own[at];
                    }
                }
            }
            _basis[row] = column;
        }

        private double[] Point()
        {
            var point = new double[_unknowns];
            for (var row = 0; row < _rows.Length; row++)
            {
                if (_basis[row] < _unknowns)
                {
                    point[_basis[row]] = Math.Max(0, _rows[row][^1]);
                }
            }
            return point;
        }
    }
}

/// <summary>A weighted sum and what it lies between.</summary>
/// <param name="Weights">The weight of each unknown.</param>
/// <param name="Low">The least that fits; −∞ for none.</param>
/// <param name="High">The most that fits; ∞ for none.</param>
internal sealed record Bound(double[] Weights, double Low, double High)
{
    /// <summary>Whether the sum is known.</summary>
    public bool IsExact => High - Low < 1e-9;

    /// <summary>A sum that is known.</summary>
    public static Bound Exactly(double[] weights, double sum) => new(weights, sum, sum);

    /// <summary>The sum at some numbers.</summary>
    public double At(IReadOnlyList<long> numbers)
    {
        var sum = 0.0;
        for (var at = 0; at < Weights.Length; at++)
        {
            sum += Weights[at] * numbers[at];
        }
        return sum;
    }

    /// <summary>Whether numbers fit.</summary>
    public bool Fits(IReadOnlyList<long> numbers) => At(numbers) is var sum && sum >= Low - 1e-7 && sum <= High + 1e-7;
}
