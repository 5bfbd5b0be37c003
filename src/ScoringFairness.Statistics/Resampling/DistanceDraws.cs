using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Draws of the errors of a distance's parts from their normal limit, all draws side by side: a multiplier bootstrap (Chernozhukov,
/// Chetverikov, Kato 2013, Ann. Statist. 41, 2786–2819), whose cost does not depend on the number of responses.
/// </summary>
internal sealed class DistanceDraws : IDisposable
{
    private const int MostSteps = 100;
    private const double Close = 1e-11;
    private const int Working = 5;
    private readonly int[] _blocks;
    private readonly int _draws;
    private readonly int _padded;

    // The errors of all parts, then what is worked with. Rented: a study has hundreds of distances, and needs this of one at a time.
    private readonly double[] _numbers;

    public DistanceDraws(SignedParts parts, NormalTable normals)
    {
        (_blocks, _draws, _padded) = (parts.Blocks, normals.Draws, normals.Padded);
        _numbers = ArrayPool<double>.Shared.Rent((_blocks.Length + Working) * _padded);
        foreach (var (part, row) in parts.Factor().Index())
        {
            var errors = Vectors(Numbers(part));
            errors.Clear();
            for (var at = 0; at < row.Length; at++)
            {
                if (row[at] != 0)
                {
                    Add(errors, row[at], normals.Column(part + 1 - row.Length + at));
                }
            }
        }
    }

    private Span<double> Distances => Numbers(_blocks.Length);

    private Span<double> Slopes => Numbers(_blocks.Length + 1);

    private Span<double> Times => Numbers(_blocks.Length + 2);

    /// <summary>What is largest so far of a block of several parts, and its slope.</summary>
    private Span<double> Best => Numbers(_blocks.Length + 3);

    private Span<double> BestSlope => Numbers(_blocks.Length + 4);

    public void Dispose() => ArrayPool<double>.Shared.Return(_numbers);

    /// <summary>The errors of a part.</summary>
    public ReadOnlySpan<double> Of(int part) => Numbers(part)[.._draws];

    /// <summary>The distance of draws around <paramref name="centre"/>.</summary>
    public double[] Around(ReadOnlySpan<double> centre)
    {
        Times.Fill(1);
        Measure(centre, Everywhere());
        return Distances[.._draws].ToArray();
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
        var t = Times;
        var distance = Distances;
        var slope = Slopes;
        var ended = new bool[_draws];
        var places = Everywhere();
        t.Clear();
        Measure(direction, places);
        for (var draw = 0; draw < _draws; draw++)
        {
            t[draw] = 1 + distance[draw] / observed;
        }
        for (var (step, left) = (0, _draws); step < MostSteps && left > 0; step++)
        {
            Measure(direction, places);
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
            places = Array.FindAll(places, place => DrawsAt(ended, place).Contains(false));
        }
        return t[.._draws].ToArray();
    }

    /// <summary>The places of all vectors that hold a draw.</summary>
    private int[] Everywhere() => [.. Enumerable.Range(0, (_draws + Vector<double>.Count - 1) / Vector<double>.Count)];

    private static ReadOnlySpan<bool> DrawsAt(bool[] draws, int place)
    {
        var first = place * Vector<double>.Count;
        return draws.AsSpan(first..Math.Min(draws.Length, first + Vector<double>.Count));
    }

    /// <summary>
    /// The distance of <see cref="Times"/> · direction + error, draw by draw, and its slope in t, of the draws whose vectors stand at
    /// some places.
    /// </summary>
    private void Measure(ReadOnlySpan<double> direction, int[] places)
    {
        var distances = Vectors(Distances);
        var slopes = Vectors(Slopes);
        var ts = Vectors(Times);
        var best = Vectors(Best);
        var bestSlope = Vectors(BestSlope);
        foreach (var at in places)
        {
            (distances[at], slopes[at]) = (Vector<double>.Zero, Vector<double>.Zero);
        }
        for (var part = 0; part < _blocks.Length; part++)
        {
            var begins = part == 0 || _blocks[part] != _blocks[part - 1];
            var ends = part == _blocks.Length - 1 || _blocks[part] != _blocks[part + 1];
            var errors = Vectors(Numbers(part));
            var (along, back) = (new Vector<double>(direction[part]), new Vector<double>(-direction[part]));
            foreach (var at in places)
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

    private static void Add(Span<Vector<double>> sums, double times, double[] numbers)
    {
        var terms = Vectors(numbers);
        var factor = new Vector<double>(times);
        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] += factor * terms[at];
        }
    }

    private Span<double> Numbers(int column) => _numbers.AsSpan(column * _padded, _padded);

    private static Span<Vector<double>> Vectors(Span<double> numbers) => MemoryMarshal.Cast<double, Vector<double>>(numbers);
}
