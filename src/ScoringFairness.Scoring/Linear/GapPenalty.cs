namespace ScoringFairness.Scoring.Linear;

/// <summary>Moves a line to where the squared gaps at equal human score weigh beside its squared error, on responses that it did not see.</summary>
/// <remarks>
/// A line with more features than responses passes so near to them that it has hardly a gap there; a penalty of that gap leaves the gap
/// on others (Yao, Haberman, Zhang 2019 have few features). So the line moves along the directions that the features tell the groups
/// apart by, u = (XᵀX + αI)⁻¹Xᵀc with the gap's c, by steps t that minimise Σ(y − s + zt)² + strength·n·Σ(gap of s − zt)²; s and z
/// are the places of responses on lines and directions that were made without them. It stays a line: no group is asked for in scoring.
/// </remarks>
internal sealed class GapPenalty
{
    private const double LeastVariance = 1e-9;
    private readonly int[] _focal;
    private readonly IReadOnlyList<LabelledText> _texts;
    private readonly double _strength;

    private GapPenalty(double strength, IReadOnlyList<LabelledText> texts, int[] focal) => (_strength, _texts, _focal) = (strength, texts, focal);

    /// <summary>How many gaps there are: one for each focal group.</summary>
    public int Count => _focal.Length;

    /// <summary>How often each response is read for the directions, at most.</summary>
    public int Readings => _focal.Length * RidgeDirection.MostReadings;

    /// <summary>The penalty of a mitigation; null where it has none, or no gap.</summary>
    public static GapPenalty? Of(Mitigation? mitigation, IReadOnlyList<LabelledText> texts)
    {
        int[] focal = [.. texts.Select(text => text.Group).OfType<int>().Where(group => group != 0).Distinct().Order()];
        return mitigation?.Arm == MitigationArm.Penalised && focal.Length > 0 ? new(mitigation.Strength, texts, focal) : null;
    }

    /// <summary>For each focal group, what each of some training responses counts in its gap, as many times as there are responses.</summary>
    public IReadOnlyList<double[]> Gaps(IReadOnlyList<int> rows)
    {
        int[] levels = [.. rows.Select(row => _texts[row].Level)];
        int?[] groups = [.. rows.Select(row => _texts[row].Group)];
        return [.. _focal.Select(focal => EqualScoreGap.Of(levels, groups, focal).Select(one => one * rows.Count).ToArray())];
    }

    /// <summary>How far to move along each direction.</summary>
    /// <param name="places">The training responses' places on lines that did not see them.</param>
    /// <param name="along">Their places along directions that did not see them, by focal group.</param>
    public double[] Steps(double[] places, double[][] along)
    {
        var n = places.Length;
        var gaps = Gaps([.. Enumerable.Range(0, n)]);
        double[] residuals = [.. places.Select((place, row) => _texts[row].Level - place)];
        double[] own = [.. gaps.Select(gap => Dot(gap, places) / n)];
        double[][] moved = [.. gaps.Select(gap => along.Select(one => Dot(gap, one) / n).ToArray())];
        return SmallSystem.Solve(
            [
                .. along.Select((one, at) => along.Select((other, beside) =>
                    Dot(one, other) + _strength * n * moved.Sum(gap => gap[at] * gap[beside]) + (at == beside ? LeastVariance * n : 0)).ToArray()),
            ],
            [.. along.Select((one, at) => _strength * n * own.Zip(moved, (gap, by) => gap * by[at]).Sum() - Dot(one, residuals))]);
    }

    private static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var at = 0; at < one.Length; at++) sum += one[at] * other[at];
        return sum;
    }
}
