using System.Runtime.Intrinsics;
using ScoringFairness.Scoring.Bert.Devices;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>LayerNorm(residual + dropout(x + b)) and its gradient, row by row while the row is in the cache.</summary>
/// <remarks>Ba, Kiros, Hinton (2016), arXiv 1607.06450. Widths are multiples of 8.</remarks>
internal static class ResidualNorm
{
    /// <summary>result ← γ x̂ + β, where x̂ is residual + dropout(x + b), brought to mean 0 and variance 1.</summary>
    /// <param name="x">[rows, width]; becomes x̂.</param>
    /// <param name="residual">[rows, width].</param>
    /// <param name="result">[rows, width].</param>
    /// <param name="deviations">[rows]: becomes 1 / the row's standard deviation.</param>
    /// <param name="norm">The vectors that hold for all rows.</param>
    /// <param name="dropout">What is dropped.</param>
    /// <param name="element">The first row's first place in the dropout mask.</param>
    public static void Forward(
        Span<float> x, ReadOnlySpan<float> residual, Span<float> result, Span<float> deviations, in Norm norm, in DropoutMask dropout, uint element)
    {
        var width = norm.Gain.Length;
        var gain = norm.Gain.Vectors();
        var shift = norm.Shift.Vectors();
        var before = norm.Before.Vectors();
        for (var r = 0; r < deviations.Length; r++, element += (uint)width)
        {
            var row = x.Slice(r * width, width).Vectors();
            var added = residual.Slice(r * width, width).Vectors();
            var into = result.Slice(r * width, width).Vectors();
            var sums = Vector256<float>.Zero;
            for (var i = 0; i < row.Length; i++)
            {
                row[i] += before[i];
                row[i] = dropout.IsNone ? row[i] + added[i] : Vector256.MultiplyAddEstimate(row[i], dropout.At(element + (uint)(i * Lanes.Count)), added[i]);
                sums += row[i];
            }
            var mean = Vector256.Create(Vector256.Sum(sums) / width);
            var squares = Vector256<float>.Zero;
            for (var i = 0; i < row.Length; i++)
            {
                row[i] -= mean;
                squares = Vector256.MultiplyAddEstimate(row[i], row[i], squares);
            }
            deviations[r] = (float)(1 / Math.Sqrt(Vector256.Sum(squares) / (double)width + norm.Epsilon));
            for (var i = 0; i < row.Length; i++)
            {
                row[i] *= deviations[r];
                into[i] = Vector256.MultiplyAddEstimate(row[i], gain[i], shift[i]);
            }
        }
    }

    /// <summary>The gradients of <see cref="Forward"/>.</summary>
    /// <param name="gradient">[rows, width]: with respect to the result.</param>
    /// <param name="normal">[rows, width]: x̂.</param>
    /// <param name="deviations">[rows]: of <see cref="Forward"/>.</param>
    /// <param name="ofResidual">[rows, width]: becomes the gradient with respect to the residual.</param>
    /// <param name="ofX">[rows, width]: becomes that with respect to x.</param>
    /// <param name="sums">[3, width]: the rows' gradients with respect to γ, β, and x are added to it.</param>
    /// <param name="norm">As in <see cref="Forward"/>.</param>
    /// <param name="dropout">As in <see cref="Forward"/>.</param>
    /// <param name="element">As in <see cref="Forward"/>.</param>
    public static void Backward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> normal, ReadOnlySpan<float> deviations, Span<float> ofResidual, Span<float> ofX,
        Span<float> sums, in Norm norm, in DropoutMask dropout, uint element)
    {
        var width = norm.Gain.Length;
        var gain = norm.Gain.Vectors();
        var ofGain = sums[..width].Vectors();
        var ofBias = sums.Slice(width, width).Vectors();
        var total = sums.Slice(2 * width, width).Vectors();
        for (var r = 0; r < deviations.Length; r++, element += (uint)width)
        {
            var above = gradient.Slice(r * width, width).Vectors();
            var x = normal.Slice(r * width, width).Vectors();
            var into = ofResidual.Slice(r * width, width).Vectors();
            var dropped = ofX.Slice(r * width, width).Vectors();
            var (first, second) = (Vector256<float>.Zero, Vector256<float>.Zero);
            for (var i = 0; i < above.Length; i++)
            {
                ofGain[i] = Vector256.MultiplyAddEstimate(above[i], x[i], ofGain[i]);
                ofBias[i] += above[i];
                into[i] = above[i] * gain[i];
                first += into[i];
                second = Vector256.MultiplyAddEstimate(into[i], x[i], second);
            }
            var mean = Vector256.Create(Vector256.Sum(first) / width);
            var slope = Vector256.Create(Vector256.Sum(second) / width);
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = (into[i] - mean - x[i] * slope) * deviations[r];
                dropped[i] = dropout.IsNone ? into[i] : into[i] * dropout.At(element + (uint)(i * Lanes.Count));
                total[i] += dropped[i];
            }
        }
    }

    /// <summary>γ, β and b, each [width], and what is added to the variance.</summary>
    public readonly ref struct Norm(ReadOnlySpan<float> gain, ReadOnlySpan<float> shift, ReadOnlySpan<float> before, double epsilon)
    {
        /// <summary>γ.</summary>
        public ReadOnlySpan<float> Gain { get; } = gain;

        /// <summary>β.</summary>
        public ReadOnlySpan<float> Shift { get; } = shift;

        /// <summary>b.</summary>
        public ReadOnlySpan<float> Before { get; } = before;

        /// <summary>Added to the variance.</summary>
        public double Epsilon { get; } = epsilon;
    }
}
