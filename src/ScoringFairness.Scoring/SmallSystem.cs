namespace ScoringFairness.Scoring;

/// <summary>A few linear equations, by Gaussian elimination with the largest pivot of each column.</summary>
internal static class SmallSystem
{
    /// <summary>The x of Ax = b; both are changed.</summary>
    /// <param name="rows">A, regular.</param>
    /// <param name="right">b.</param>
    public static double[] Solve(double[][] rows, double[] right)
    {
        for (var at = 0; at < right.Length; at++)
        {
            var pivot = Enumerable.Range(at, right.Length - at).MaxBy(row => Math.Abs(rows[row][at]));
            (rows[at], rows[pivot], right[at], right[pivot]) = (rows[pivot], rows[at], right[pivot], right[at]);
            for (var row = at + 1; row < right.Length; row++)
            {
                var times = rows[row][at] / rows[at][at];
                for (var column = at; column < right.Length; column++) rows[row][column] -= times * rows[at][column];
                right[row] -= times * right[at];
            }
        }
        for (var at = right.Length - 1; at >= 0; at--)
        {
            for (var column = at + 1; column < right.Length; column++) right[at] -= rows[at][column] * right[column];
            right[at] /= rows[at][at];
        }
        return right;
    }
}
