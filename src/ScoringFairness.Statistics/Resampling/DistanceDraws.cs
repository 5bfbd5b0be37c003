using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Draws of the errors of a distance's parts from their normal limit, all draws side by side: a multiplier bootstrap (Chernozhukov,
/// Chetverikov, Kato 2013, Ann. Statist. 41, 2786–2819), whose cost does not depend on the number of responses.
/// </summary>
internal sealed class DistanceDraws
{
    private const int MostSteps = 100;
    private const double Close = 1e-11;
    private readonly int[] _blocks;
    private readonly double[][] _errors;
    private readonly int _draws;
    private readonly int _padded;
    private readonly double[] _best;
    private readonly double[] _bestSlope;

    public DistanceDraws(SignedParts parts, NormalTable normals)
    {
        (_blocks, _draws, _padded) = (parts.Blocks, normals.Draws, normals.Padded);
        // What is largest so far of a block of several parts.
        var places = parts.HasMaxima ? _padded : 0;
        (_best, _bestSlope) = (new double[places], new double[places]);
        _errors = [.. parts.Factor().Select((row, part) =>
        {
            var errors = new double[_padded];
            for (var at = 0; at < row.Length; at++)
            {
                if (row[at] != 0)
                {
                    Add(errors, row[at], normals.Column(part + 1 - row.Length + at));
                }
            }
            return errors;
        })];
    }

    /// <summary>The errors of a part.</summary>
    public ReadOnlySpan<double> Of(int part) => _errors[part].AsSpan(0, _draws);

    /// <summary>The distance of draws around <paramref name="centre"/>.</summary>
    public double[] Around(ReadOnlySpan<double> centre)
    {
        var (distance, slope, times) = (new double[_padded], new double[_padded], new double[_padded]);
        Array.Fill(times, 1);
        Measure(times, centre, distance, slope);
        return distance[.._draws];
    }

    /// <summary>
    /// For each draw the largest t at which the distance of t times a direction and the draw's error is still the one observed:
    /// found by Newton's steps from above, which end because the distance is convex and piecewise linear in t. Minus infinity where
    /// it is larger everywhere.
    /// </summary>
    /// <param name="direction">The direction; its own distance is the one observed.</param>
    /// <param name="observed">The distance observed.</param>
    public double[] Largest(ReadOnlySpan<double> direction, double observed)
    {
        var (distance, slope, t) = (new double[_padded], new double[_padded], new double[_padded]);
        var ended = new bool[_draws];
        Measure(t, direction, distance, slope);
        for (var draw = 0; draw < _draws; draw++)
        {
            t[draw] = 1 + distance[draw] / observed;
        }
        for (var (step, left) = (0, _draws); step < MostSteps && left > 0; step++)
        {
            Measure(t, direction, distance, slope);
            for (var draw = 0; draw < _draws; draw++)
            {
                if (ended[draw])
                {
                    continue;
                }
                var over = distance[draw] - observed;
                var next = slope[draw] > 0 ? t[draw] - over / slope[draw] : double.NegativeInfinity;
                ended[draw] = over <= Close * observed || next >= t[draw] || double.IsInfinity(next);
                left -= ended[draw] ? 1 : 0;
                t[draw] = over <= Close * observed ? t[draw] : next;
            }
        }
        return t[.._draws];
    }

    /// <summary>The distance of t · direction + error, draw by draw, and its slope in t.</summary>
    private void Measure(double[] t, ReadOnlySpan<double> direction, double[] distance, double[] slope)
    {
        var ts = Vectors(t);
        var distances = Vectors(distance);
        var slopes = Vectors(slope);
        distances.Clear();
        slopes.Clear();
        var best = Vectors(_best);
        var bestSlope = Vectors(_bestSlope);
        for (var part = 0; part < _errors.Length; part++)
        {
            var begins = part == 0 || _blocks[part] != _blocks[part - 1];
            var ends = part == _errors.Length - 1 || _blocks[part] != _blocks[part + 1];
            var errors = Vectors(_errors[part]);
            var (along, back) = (new Vector<double>(direction[part]), new Vector<double>(-direction[part]));
            for (var at = 0; at < errors.Length; at++)
            {
                var x = ts[at] * along + errors[at];
                var size = Vector.Abs(x);
                var rise = Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<double>.Zero), along, back);
                if (!begins)
                {
                    var larger = Vector.GreaterThan(size, best[at]);
                    size = Vector.ConditionalSelect(larger, size, best[at]);
                    rise = Vector.ConditionalSelect(larger, rise, bestSlope[at]);
                }
                if (ends)
                {
                    distances[at] += size;
                    slopes[at] += rise;
                }
                else
                {
                    (best[at], bestSlope[at]) = (size, rise);
                }
            }
        }
    }

    private static void Add(double[] into, double times, double[] numbers)
    {
        var sums = Vectors(into);
        var terms = Vectors(numbers);
        var factor = new Vector<double>(times);
        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] += factor * terms[at];
        }
    }

    private static Span<Vector<double>> Vectors(double[] numbers) => MemoryMarshal.Cast<double, Vector<double>>(numbers.AsSpan());
}
