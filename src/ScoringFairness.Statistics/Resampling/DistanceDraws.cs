using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Draws of the errors of a distance's parts from their normal limit, all draws side by side: a multiplier bootstrap (Chernozhukov,
/// Chetverikov, Kato 2013, Ann. Statist. 41, 2786–2819), whose cost does not depend on the number of responses.
/// </summary>
/// <remarks>
/// Eight draws stand in a vector, on every machine: where it has no such registers, .NET takes several for one. Code of vectors that is
/// not optimised is slower than code without them, so it never waits for that.
/// </remarks>
internal sealed class DistanceDraws : IDisposable
{
    private const int MostSteps = 100;
    private const double Close = 1e-11;
    private readonly int[] _blocks;
    private readonly bool _hasMaxima;
    private readonly int _draws;

    // By vector of draws, then by part. Rented: a study has hundreds of distances, and needs this of one at a time.
    private readonly Vector512<double>[] _errors;

    /// <summary>What a call answers, until the thread's next.</summary>
    [ThreadStatic]
    private static double[]? _answers;

    public DistanceDraws(SignedParts parts, NormalTable normals)
    {
        (_blocks, _hasMaxima, _draws) = (parts.Blocks, parts.HasMaxima, normals.Draws);
        _errors = ArrayPool<Vector512<double>>.Shared.Rent(Vectors * _blocks.Length);
        foreach (var (part, row) in parts.Factor.Index())
        {
            var first = part + 1 - row.Length;
            Draw(part, [.. row.Index().Where(one => one.Item != 0).Select(one => (one.Item, normals.Column(first + one.Index)))]);
        }
    }

    private double[] Answer => _answers?.Length == _draws ? _answers : _answers = new double[_draws];

    private static int Lanes => Vector512<double>.Count;

    private int Vectors => (_draws + Lanes - 1) / Lanes;

    public void Dispose() => ArrayPool<Vector512<double>>.Shared.Return(_errors);

    /// <summary>The distance of draws around <paramref name="centre"/>. Good until the thread's next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Around(ReadOnlySpan<double> centre)
    {
        var answer = Answer;
        for (var place = 0; place < Vectors; place++)
        {
            Store(Measure(centre, Vector512<double>.One, At(place)).Distance, place, answer);
        }
        return answer;
    }

    /// <summary>Of each draw the sum of the errors, signed or, where the sign is 0, by their absolute values. Good until the thread's next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Sum(ReadOnlySpan<double> signs)
    {
        var answer = Answer;
        for (var place = 0; place < Vectors; place++)
        {
            var errors = At(place);
            var sum = Vector512<double>.Zero;
            for (var part = 0; part < errors.Length; part++)
            {
                sum += signs[part] == 0 ? Vector512.Abs(errors[part]) : Vector512.Create(signs[part]) * errors[part];
            }
            Store(sum, place, answer);
        }
        return answer;
    }

    /// <summary>Of each draw the largest error in units of deviations, of the parts that vary. Good until the thread's next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] LargestIn(ReadOnlySpan<double> deviations)
    {
        var answer = Answer;
        for (var place = 0; place < Vectors; place++)
        {
            var errors = At(place);
            var largest = Vector512<double>.Zero;
            for (var part = 0; part < errors.Length; part++)
            {
                largest = deviations[part] > 0 ? Vector512.Max(largest, Vector512.Abs(errors[part]) / Vector512.Create(deviations[part])) : largest;
            }
            Store(largest, place, answer);
        }
        return answer;
    }

    /// <summary>
    /// For each draw the largest t at which the distance of t times a direction and the draw's error is still the one observed:
    /// found by Newton's steps from above, which end because the distance is convex and piecewise linear in t. Minus infinity where
    /// it is larger everywhere. Good until the thread's next call.
    /// </summary>
    /// <param name="direction">The direction; its own distance is the one observed.</param>
    /// <param name="observed">The distance observed.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Largest(ReadOnlySpan<double> direction, double observed)
    {
        var answer = Answer;
        for (var place = 0; place < Vectors; place++)
        {
            var errors = At(place);
            var t = Vector512<double>.One + Measure(direction, Vector512<double>.Zero, errors).Distance / Vector512.Create(observed);
            var ended = Vector512<double>.Zero;
            for (var step = 0; step < MostSteps && !Vector512.EqualsAll(ended.AsInt64(), Vector512<long>.AllBitsSet); step++)
            {
                var (distance, slope) = Measure(direction, t, errors);
                var over = distance - Vector512.Create(observed);
                var next = Vector512.ConditionalSelect(
                    Vector512.GreaterThan(slope, Vector512<double>.Zero), t - over / slope, Vector512.Create(double.NegativeInfinity));
                var isClose = Vector512.LessThanOrEqual(over, Vector512.Create(Close * observed));
                var ends = isClose | Vector512.GreaterThanOrEqual(next, t)
                    | Vector512.Equals(Vector512.Abs(next), Vector512.Create(double.PositiveInfinity));
                t = Vector512.ConditionalSelect(ended | isClose, t, next);
                ended |= ends;
            }
            Store(t, place, answer);
        }
        return answer;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Draw(int part, (double Times, double[] Numbers)[] terms)
    {
        for (var place = 0; place < Vectors; place++)
        {
            var error = Vector512<double>.Zero;
            foreach (var (times, numbers) in terms)
            {
                error += Vector512.Create(times) * Vector512.Create(numbers.AsSpan(place * Lanes));
            }
            _errors[place * _blocks.Length + part] = error;
        }
    }

    private ReadOnlySpan<Vector512<double>> At(int place) => _errors.AsSpan(place * _blocks.Length, _blocks.Length);

    private static void Store(Vector512<double> vector, int place, double[] numbers)
    {
        var into = numbers.AsSpan(place * Lanes);
        if (!vector.TryCopyTo(into))
        {
            for (var lane = 0; lane < into.Length; lane++)
            {
                into[lane] = vector[lane];
            }
        }
    }

    /// <summary>The distance of t · direction + error, draw by draw, and its slope in t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<double> Distance, Vector512<double> Slope) Measure(
        ReadOnlySpan<double> direction, Vector512<double> t, ReadOnlySpan<Vector512<double>> errors)
    {
        var (distance, slope) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (largest, ofLargest) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var part = 0; part < errors.Length; part++)
        {
            var along = Vector512.Create(direction[part]);
            var x = t * along + errors[part];
            var size = Vector512.Abs(x);
            var rise = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<double>.Zero), along, -along);
            if (_hasMaxima && part > 0 && _blocks[part] == _blocks[part - 1])
            {
                var larger = Vector512.GreaterThan(size, largest);
                (size, rise) = (Vector512.ConditionalSelect(larger, size, largest), Vector512.ConditionalSelect(larger, rise, ofLargest));
            }
            if (_hasMaxima && part < errors.Length - 1 && _blocks[part] == _blocks[part + 1])
            {
                (largest, ofLargest) = (size, rise);
            }
            else
            {
                distance += size;
                slope += rise;
            }
        }
        return (distance, slope);
    }
}
