using System.Numerics;

namespace ScoringFairness.Scoring.Probes;

/// <summary>
/// Ridge regression with an intercept, from inner products alone: weights a of the training rows solve (HKH + λI)a = y − ȳ, H taking away means,
/// by conjugate gradients. More places than rows cost nothing more.
/// </summary>
internal sealed class DualRidge
{
    private const int MostSteps = 150;
    private const double Accuracy = 1e-5;

    private readonly double[][] _products, _own;
    private readonly int[] _rows;
    private readonly double[] _right, _weights;

    /// <param name="products">Inner products of all rows.</param>
    /// <param name="rows">The rows to train on.</param>
    /// <param name="values">Every row's value.</param>
    public DualRidge(double[][] products, int[] rows, double[] values)
    {
        (_products, _rows) = (products, rows);
        _own = [.. rows.Select(row => Array.ConvertAll(rows, other => products[row][other]))];
        var mean = rows.Average(row => values[row]);
        _right = Array.ConvertAll(rows, row => values[row] - mean);
        _weights = new double[rows.Length];
    }

    /// <summary>Trains.</summary>
    /// <param name="penalty">What squared weights weigh (λ).</param>
    public void Train(double penalty)
    {
        Array.Clear(_weights);
        var left = (double[])_right.Clone();
        var direction = (double[])left.Clone();
        var square = Product(left, left);
        var least = square * Accuracy * Accuracy;
        for (var step = 0; step < MostSteps && square > least; step++)
        {
            var image = Image(direction, penalty);
            var length = square / Product(direction, image);
            for (var at = 0; at < left.Length; at++)
            {
                _weights[at] += length * direction[at];
                left[at] -= length * image[at];
            }
            var next = Product(left, left);
            for (var at = 0; at < left.Length; at++) direction[at] = left[at] + next / square * direction[at];
            square = next;
        }
    }

    /// <summary>A row's value but for the intercept.</summary>
    public double Guess(int row)
    {
        var (products, sum) = (_products[row], 0.0);
        for (var at = 0; at < _rows.Length; at++) sum += _weights[at] * products[_rows[at]];
        return sum;
    }

    /// <summary>The inner product of two vectors.</summary>
    public static double Product(double[] one, double[] other)
    {
        var sums = Vector<double>.Zero;
        var at = 0;
        for (; at <= one.Length - Vector<double>.Count; at += Vector<double>.Count) sums += new Vector<double>(one, at) * new Vector<double>(other, at);
        var sum = Vector.Sum(sums);
        for (; at < one.Length; at++) sum += one[at] * other[at];
        return sum;
    }

    private double[] Image(double[] direction, double penalty)
    {
        // The direction sums to 0, so that means need to be taken away on the left alone.
        var image = Array.ConvertAll(_own, row => Product(row, direction));
        var mean = image.Average();
        for (var at = 0; at < image.Length; at++) image[at] += penalty * direction[at] - mean;
        return image;
    }
}
