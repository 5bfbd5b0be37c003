using System.Runtime.InteropServices;

namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>
/// Looks for other counts that fit all that is told by walking from the true ones: a step moves one or two responses to other cells so
/// that every sum that is told stays, and sums and figures that are told within bounds draw the walk back (simulated annealing).
/// </summary>
/// <remarks>Random numbers come from a seed of its own, so that the same counts are decided alike each time.</remarks>
internal sealed class CountWalk
{
    private const int Seed = 17;
    private readonly long[] _truth;
    private readonly Curve[] _curves;
    private readonly Bound[] _loose;
    private readonly (int From, int To)[] _moves;
    private readonly int[][] _partners;
    private readonly int[][] _into;

    /// <summary>Steps of all walks so far.</summary>
    public long Taken { get; private set; }

    /// <param name="truth">The true counts.</param>
    /// <param name="told">What is told of them.</param>
    /// <param name="curves">Figures that are told of them and are no sums.</param>
    public CountWalk(long[] truth, IReadOnlyList<Bound> told, IReadOnlyList<Curve> curves)
    {
        (_truth, _curves) = (truth, [.. curves]);
        _loose = [.. told.Where(bound => !bound.IsExact)];
        var size = truth.Length;
        _moves = new (int From, int To)[size * (size - 1)];
        _into = [.. Enumerable.Range(0, size).Select(_ => new int[size - 1])];
        var keys = Keys([.. told.Where(bound => bound.IsExact)]);
        var alike = new Dictionary<long, List<int>>();
        var changes = new long[_moves.Length];
        for (var (at, from) = (0, 0); from < size; from++)
        {
            for (var to = 0; to < size; to++)
            {
                if (from == to)
                {
                    continue;
                }
                _moves[at] = (from, to);
                _into[to][from < to ? from : from - 1] = at;
                changes[at] = (long)Math.Round(1e6 * (keys[to] - keys[from]));
                (CollectionsMarshal.GetValueRefOrAddDefault(alike, changes[at], out _) ??= []).Add(at);
                at++;
            }
        }
        var partners = alike.ToDictionary(own => own.Key, own => alike.TryGetValue(-own.Key, out var others) ? others.ToArray() : []);
        _partners = [.. changes.Select(change => partners[change])];
    }

    /// <summary>Counts that fit and keep some more bounds, too.</summary>
    /// <returns>The counts; null where none were found.</returns>
    public long[]? Meet(IReadOnlyList<Bound> bounds, int steps)
    {
        long[]? met = null;
        Walk([.. _loose, .. bounds], [], steps, _ => 0, counts => (met = (long[])counts.Clone()) is not null);
        return met;
    }

    /// <summary>Counts that fit, driven toward more or fewer of one of some hidden sums.</summary>
    /// <param name="sums">The hidden sums, with the least and the most that is known to fit of each.</param>
    /// <param name="target">Which of them.</param>
    /// <param name="sign">1 for more, -1 for fewer.</param>
    /// <param name="span">How far apart the least and the most shall be.</param>
    /// <param name="steps">Steps of the walk.</param>
    /// <returns>Counts that widen what is known of the sums.</returns>
    public IReadOnlyList<long[]> Widen(IReadOnlyList<HiddenSum> sums, HiddenSum target, int sign, int span, int steps)
    {
        var found = new List<long[]>();
        var wanted = sign > 0 ? [.. Enumerable.Range(0, _truth.Length).Where(cell => target.Weights[cell] != 0)] : Array.Empty<int>();
        Walk(
            _loose, wanted, steps,
            counts => Math.Max(0, sign > 0 ? target.Least + span - target.At(counts) : target.At(counts) - Math.Max(0, target.Most - span)),
            counts =>
            {
                var isWider = false;
                foreach (var sum in sums)
                {
                    isWider |= sum.Take(counts, span);
                }
                if (isWider)
                {
                    found.Add((long[])counts.Clone());
                }
                return target.Spans(span);
            });
        return found;
    }

    /// <summary>What a count adds to the sums that are told, as one number: two moves keep them where their changes of it are opposite.</summary>
    private double[] Keys(Bound[] exact)
    {
        var random = new Random(Seed);
        var keys = new double[_truth.Length];
        foreach (var bound in exact)
        {
            var scale = random.NextDouble() + 0.5;
            for (var cell = 0; cell < keys.Length; cell++)
            {
                keys[cell] += scale * bound.Weights[cell];
            }
        }
        return keys;
    }

    private void Walk(Bound[] loose, int[] wanted, int steps, Func<long[], double> goal, Func<long[], bool> isDone)
    {
        var random = new Random(Seed);
        var counts = (long[])_truth.Clone();
        double[] sums = [.. loose.Select(bound => bound.At(counts))];
        double[] units = [.. loose.Select(bound => Math.Max(bound.Weights.Max(Math.Abs), 1e-9))];
        var energy = Misfit() + goal(counts);
        for (var step = 0; step < steps && _moves.Length > 0; step++)
        {
            Taken++;
            var move = random.Next(_moves.Length);
            if (wanted.Length > 0 && random.Next(4) == 0)
            {
                var into = _into[wanted[random.Next(wanted.Length)]];
                move = into[random.Next(into.Length)];
            }
            var partners = _partners[move];
            if (partners.Length == 0)
            {
                continue;
            }
            var (one, two) = (_moves[move], _moves[partners[random.Next(partners.Length)]]);
            Move(one, two, 1);
            if (counts[one.From] >= 0 && counts[two.From] >= 0 && Misfit() is var misfit && misfit + goal(counts) is var changed
                && (changed <= energy || random.NextDouble() < Math.Exp((energy - changed) / (0.05 + (1.5 * (1 - ((double)step / steps)))))))
            {
                energy = changed;
                if (misfit == 0 && isDone(counts))
                {
                    return;
                }
            }
            else
            {
                Move(one, two, -1);
            }
        }

        double Misfit()
        {
            var total = 0.0;
            for (var at = 0; at < sums.Length; at++)
            {
                total += Math.Max(0, Math.Max(loose[at].Low - sums[at], sums[at] - loose[at].High) - 1e-9) / units[at];
            }
            foreach (var curve in _curves)
            {
                total += curve.Misfit(counts);
            }
            return total;
        }

        void Move((int From, int To) one, (int From, int To) two, int by)
        {
            counts[one.From] -= by;
            counts[one.To] += by;
            counts[two.From] -= by;
            counts[two.To] += by;
            for (var at = 0; at < sums.Length; at++)
            {
                var weights = loose[at].Weights;
                sums[at] += by * (weights[one.To] - weights[one.From] + weights[two.To] - weights[two.From]);
            }
        }
    }
}

/// <summary>A hidden sum, with the least and the most of it that is known to fit.</summary>
/// <param name="Weights">The weight of each count.</param>
internal sealed record HiddenSum(double[] Weights)
{
    private readonly int[] _cells = [.. Weights.Index().Where(weight => weight.Item != 0).Select(weight => weight.Index)];

    /// <summary>The least that fits.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>The most that fits.</summary>
    public double Most { get; private set; } = double.NegativeInfinity;

    /// <summary>The sum of counts.</summary>
    public double At(long[] counts)
    {
        var sum = 0.0;
        foreach (var cell in _cells)
        {
            sum += Weights[cell] * counts[cell];
        }
        return sum;
    }

    /// <summary>Whether what fits spans enough.</summary>
    public bool Spans(int span) => Most - Least >= span - 1e-7;

    /// <summary>Takes counts that fit as an example.</summary>
    /// <returns>Whether they widen what is known, as far as that is wanted.</returns>
    public bool Take(long[] counts, int span)
    {
        var sum = At(counts);
        if (Spans(span) || (sum >= Least && sum <= Most))
        {
            return false;
        }
        (Least, Most) = (Math.Min(Least, sum), Math.Max(Most, sum));
        return true;
    }
}

/// <summary>A figure of some counts.</summary>
internal delegate double FigureOfCounts(ReadOnlySpan<long> counts);

/// <summary>A figure that is no sum of counts, and what it lies between as it is told.</summary>
/// <param name="Of">The figure of some counts.</param>
/// <param name="Low">The least that is told as the same.</param>
/// <param name="High">The most.</param>
internal sealed record Curve(FigureOfCounts Of, double Low, double High)
{
    private const double Edge = 1e-9;

    /// <summary>Whether counts have the figure as it is told.</summary>
    public bool Fits(ReadOnlySpan<long> counts) => Misfit(counts) == 0;

    /// <summary>How far counts are from that, in halves of what is told as the same.</summary>
    public double Misfit(ReadOnlySpan<long> counts) => Of(counts) is var value && double.IsNaN(value)
        ? double.MaxValue
        : 2 * Math.Max(0, Math.Max(Low + Edge - value, value - High + Edge)) / (High - Low);
}
