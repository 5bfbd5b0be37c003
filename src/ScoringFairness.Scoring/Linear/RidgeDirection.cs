using Microsoft.ML.Data;

namespace ScoringFairness.Scoring.Linear;

/// <summary>The direction in which features tell groups apart: a ridge regression of what each response counts in a gap.</summary>
/// <remarks>(XᵀX + αI)⁻¹Xᵀc of centred features, by conjugate gradients (Hestenes, Stiefel 1952).</remarks>
internal static class RidgeDirection
{
    private const int MostSteps = 60;
    private const double Tolerance = 1e-6;

    /// <summary>How often each response is read, at most.</summary>
    public const int MostReadings = MostSteps;

    /// <summary>The direction as a line through the middle of the responses.</summary>
    /// <param name="features">The responses' vectors.</param>
    /// <param name="rows">Which of them it is made of.</param>
    /// <param name="gap">What each of them counts in the gap.</param>
    /// <param name="alpha">α.</param>
    /// <param name="afterRow">Called whenever a response is read; may throw to end it.</param>
    public static RidgeRegression Of(IReadOnlyList<VBuffer<float>> features, IReadOnlyList<int> rows, double[] gap, double alpha, Action afterRow)
    {
        List<VBuffer<float>> own = [.. rows.Select(row => features[row])];
        var mean = Sum(own, [.. own.Select(_ => 1.0 / own.Count)], features[0].Length);
        var direction = Solve(own, mean, Sum(own, gap, mean.Length), alpha, afterRow);
        return new([.. direction.Select(one => (float)one)], -Dot(mean, direction));
    }

    private static double[] Solve(List<VBuffer<float>> rows, double[] mean, double[] right, double alpha, Action afterRow)
    {
        var (found, left) = (new double[right.Length], (double[])right.Clone());
        var (step, size) = ((double[])right.Clone(), Dot(right, right));
        var small = Tolerance * Tolerance * size;
        for (var round = 0; round < MostSteps && size > small; round++)
        {
            var moved = Times(rows, mean, step, alpha, afterRow);
            var length = size / Dot(step, moved);
            for (var at = 0; at < found.Length; at++)
            {
                found[at] += length * step[at];
                left[at] -= length * moved[at];
            }
            var next = Dot(left, left);
            for (var at = 0; at < step.Length; at++) step[at] = left[at] + next / size * step[at];
            size = next;
        }
        return found;
    }

    /// <summary>XᵀX + αI times a vector.</summary>
    private static double[] Times(List<VBuffer<float>> rows, double[] mean, double[] vector, double alpha, Action afterRow)
    {
        var level = Dot(mean, vector);
        var places = new double[rows.Count];
        foreach (var (at, row) in rows.Index())
        {
            afterRow();
            var values = row.GetValues();
            var indices = row.GetIndices();
            for (var one = 0; one < values.Length; one++) places[at] += values[one] * vector[row.IsDense ? one : indices[one]];
            places[at] -= level;
        }
        var product = Sum(rows, places, vector.Length);
        var centre = places.Sum();
        for (var at = 0; at < product.Length; at++) product[at] += alpha * vector[at] - centre * mean[at];
        return product;
    }

    private static double[] Sum(List<VBuffer<float>> rows, double[] times, int length)
    {
        var sum = new double[length];
        foreach (var (at, row) in rows.Index())
        {
            if (times[at] == 0) continue;
            var values = row.GetValues();
            var indices = row.GetIndices();
            for (var one = 0; one < values.Length; one++) sum[row.IsDense ? one : indices[one]] += times[at] * values[one];
        }
        return sum;
    }

    private static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var at = 0; at < one.Length; at++) sum += one[at] * other[at];
        return sum;
    }
}
