namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// The signed differences that a distance is made of, with their covariance. They are weighted: the distance is the sum over blocks
/// of the largest absolute value in the block, and where each part is a block of its own, the sum of absolute values.
/// </summary>
internal sealed class SignedParts
{
    private double[][]? _factor;

    /// <summary>The differences.</summary>
    public required double[] Values { get; init; }

    /// <summary>
    /// The covariance, row by row; row i ends at column i and begins where the first element lies that may differ from 0.
    /// </summary>
    public required double[][] Covariance { get; init; }

    /// <summary>The block of each part; parts of a block follow each other.</summary>
    public required int[] Blocks { get; init; }

    /// <summary>Whether some block has several parts, of which the largest counts.</summary>
    public bool HasMaxima => Values.Length > 0 && Blocks[^1] < Values.Length - 1;

    /// <summary>The standard errors.</summary>
    public double[] Deviations() => [.. Covariance.Select(row => Math.Sqrt(row[^1]))];

    /// <summary>Independent parts together: the mean of their distances.</summary>
    public static SignedParts Mean(IReadOnlyList<SignedParts> independent)
    {
        var weight = 1.0 / independent.Count;
        var blocks = new List<int>();
        foreach (var parts in independent)
        {
            var before = blocks.Count == 0 ? 0 : blocks[^1] + 1;
            blocks.AddRange(parts.Blocks.Select(block => before + block));
        }
        return new SignedParts
        {
            Values = [.. independent.SelectMany(parts => parts.Values.Select(value => weight * value))],
            Covariance = [.. independent.SelectMany(parts => parts.Covariance.Select(row => row.Select(element => weight * weight * element).ToArray()))],
            Blocks = [.. blocks],
        };
    }

    /// <summary>
    /// The lower triangular factor of the covariance, in rows as <see cref="Covariance"/> has them (Cholesky). Where a part follows
    /// from those before it, as the last share of a row does, nothing of its own is left.
    /// </summary>
    public double[][] Factor => _factor ??= Cholesky();

    private double[][] Cholesky()
    {
        const double Least = 1e-12;
        var factor = new double[Values.Length][];
        for (var i = 0; i < factor.Length; i++)
        {
            var (row, first) = (new double[Covariance[i].Length], i + 1 - Covariance[i].Length);
            for (var j = first; j <= i; j++)
            {
                var other = j == i ? row : factor[j];
                var start = Math.Max(first, j + 1 - other.Length);
                var left = Covariance[i][j - first];
                for (var k = start; k < j; k++)
                {
                    left -= row[k - first] * other[k - (j + 1 - other.Length)];
                }
                row[j - first] = j == i
                    ? left > Least * Covariance[i][^1] ? Math.Sqrt(left) : 0
                    : other[^1] > 0 ? left / other[^1] : 0;
            }
            factor[i] = row;
        }
        return factor;
    }
}
