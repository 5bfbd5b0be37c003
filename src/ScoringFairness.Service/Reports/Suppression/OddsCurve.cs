using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>Equalized odds over levels, as they depend on the counts of one of the two groups.</summary>
internal static class OddsCurve
{
    /// <summary>The odds of a group and another, told with a precision.</summary>
    /// <param name="cells">The human and machine levels of the group's counts.</param>
    /// <param name="truth">Its counts.</param>
    /// <param name="other">The other group.</param>
    /// <param name="precision">The precision.</param>
    /// <param name="least">Levels are used whose denominators reach this.</param>
    /// <returns>The odds; null where they are undefined.</returns>
    public static Curve? Of(
        IReadOnlyList<(int Human, int Machine)> cells, long[] truth, GroupCounts other, Precision precision, int least)
    {
        var (levels, own) = (other.Scores.Count, cells.ToArray());
        double[] hits = [.. Enumerable.Range(0, levels).Select(level => (double)other.Counts[level][level] / other.AtHuman(level))];
        double[] wrong =
        [
            .. Enumerable.Range(0, levels).Select(level => (double)(other.AtMachine(level) - other.Counts[level][level]) / (other.N - other.AtHuman(level))),
        ];
        bool[] isUsed = [.. Enumerable.Range(0, levels).Select(level => Math.Min(other.AtHuman(level), other.N - other.AtHuman(level)) >= Math.Max(1, least))];
        if (Value(truth) is var value && !double.IsFinite(value))
        {
            return null;
        }
        var (low, high) = precision.Around(value);
        return new Curve(Value, low, high);

        double Value(ReadOnlySpan<long> counts)
        {
            Span<double> human = stackalloc double[levels];
            Span<double> machine = stackalloc double[levels];
            Span<double> both = stackalloc double[levels];
            var n = 0.0;
            for (var at = 0; at < own.Length; at++)
            {
                var (h, m) = own[at];
                human[h] += counts[at];
                machine[m] += counts[at];
                both[h] += h == m ? counts[at] : 0;
                n += counts[at];
            }
            var (sum, used) = (0.0, 0);
            for (var level = 0; level < levels; level++)
            {
                if (isUsed[level] && Math.Min(human[level], n - human[level]) >= Math.Max(1, least))
                {
                    sum += Math.Abs((both[level] / human[level]) - hits[level])
                        + Math.Abs(((machine[level] - both[level]) / (n - human[level])) - wrong[level]);
                    used++;
                }
            }
            return sum / (2 * used);
        }
    }
}
