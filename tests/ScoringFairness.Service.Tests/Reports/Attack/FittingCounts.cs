using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Tests.Reports.Attack;

/// <summary>Looks for counts, other than the true ones, that fit everything that is told: whole numbers of 0 or more (branch and bound).</summary>
internal static class FittingCounts
{
    /// <summary>Counts that fit.</summary>
    /// <param name="start">Counts near which others are looked for.</param>
    /// <param name="told">What is told of them.</param>
    /// <param name="effort">How many linear systems are solved at most.</param>
    /// <returns>Counts, checked against all that is told; null where none fit, or none were found with reasonable effort.</returns>
    public static long[]? Find(IReadOnlyList<long> start, IReadOnlyList<Bound> told, int effort = 40)
    {
        var open = new Stack<Branch?>();
        open.Push(null);
        for (var step = 0; step < effort && open.TryPop(out var branch); step++)
        {
            if (LinearSystem.Solve(start, [.. told, .. Limits(branch)]) is not { } point)
            {
                continue;
            }
            var at = Enumerable.Range(0, start.Count).MaxBy(unknown => Math.Abs(point[unknown] - Math.Round(point[unknown])));
            if (Math.Abs(point[at] - Math.Round(point[at])) < 1e-6)
            {
                long[] counts = [.. point.Select(number => (long)Math.Round(number))];
                if (told.All(bound => bound.Fits(counts)))
                {
                    return counts;
                }
                continue;
            }
            var weights = new double[start.Count];
            weights[at] = 1;
            var below = new Branch(new Bound(weights, double.NegativeInfinity, Math.Floor(point[at])), branch);
            var above = new Branch(new Bound(weights, Math.Ceiling(point[at]), double.PositiveInfinity), branch);
            var isNearerAbove = point[at] - Math.Floor(point[at]) > 0.5;
            open.Push(isNearerAbove ? below : above);
            open.Push(isNearerAbove ? above : below);
        }
        return null;
    }

    private static IEnumerable<Bound> Limits(Branch? branch)
    {
        for (; branch is not null; branch = branch.Before)
        {
            yield return branch.Limit;
        }
    }

    private sealed record Branch(Bound Limit, Branch? Before);
}
