using System.Runtime.Intrinsics;
using ScoringFairness.Scoring.Bert.Devices;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>Softmax of attention's scores with dropout after it, and its gradient, row by row while the row is in the cache.</summary>
/// <remarks>Vaswani et al. (2017), arXiv 1706.03762, section 3.2. A table is that of one head: rows of as many scores.</remarks>
internal static class AttentionWeights
{
    /// <summary>weights ← softmax(scale · scores + mask); scores ← what dropout leaves of them.</summary>
    /// <param name="scores">[rows, width].</param>
    /// <param name="weights">[rows, width]; empty: only the scores are overwritten.</param>
    /// <param name="mask">[width]: added to each row; empty: nothing is masked.</param>
    /// <param name="scale">1 / √d.</param>
    /// <param name="width">Scores of a row.</param>
    /// <param name="dropout">What is dropped.</param>
    /// <param name="element">The table's first place in the dropout mask.</param>
    public static void Forward(
        Span<float> scores, Span<float> weights, ReadOnlySpan<float> mask, float scale, int width, in DropoutMask dropout, uint element)
    {
        // Rows are padded to whole vectors: what lies behind a row is −∞ before softmax and 0 after it.
        Span<float> row = stackalloc float[Lanes.Padded(width)];
        Span<float> bias = stackalloc float[row.Length];
        bias.Fill(float.MinValue);
        if (mask.IsEmpty) bias[..width].Clear();
        else mask.CopyTo(bias);
        row.Clear();
        var whole = width == row.Length;
        var vectors = row.Vectors();
        var biases = bias.Vectors();
        for (var at = 0; at < scores.Length; at += width, element += (uint)width)
        {
            var own = scores.Slice(at, width);
            if (whole) vectors = own.Vectors();
            else own.CopyTo(row);
            var highest = Vector256.Create(float.MinValue);
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Vector256.MultiplyAddEstimate(vectors[i], Vector256.Create(scale), biases[i]);
                highest = Vector256.Max(highest, vectors[i]);
            }
            var most = Vector256.Create(Highest(highest));
            var sums = Vector256<float>.Zero;
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Exponential.Of(vectors[i] - most);
                sums += vectors[i];
            }
            var share = Vector256.Create(1 / Vector256.Sum(sums));
            for (var i = 0; i < vectors.Length; i++) vectors[i] *= share;
            if (!weights.IsEmpty) (whole ? own : row[..width]).CopyTo(weights.Slice(at, width));
            if (!dropout.IsNone)
                for (var i = 0; i < vectors.Length; i++)
                    vectors[i] *= dropout.At(element + (uint)(i * Lanes.Count));
            if (!whole) row[..width].CopyTo(own);
        }
    }

    /// <summary>From the gradient of what dropout left to that of the scores.</summary>
    /// <param name="weights">[rows, width]: of <see cref="Forward"/>.</param>
    /// <param name="dropped">[rows, width]: becomes what dropout left of them.</param>
    /// <param name="gradient">[rows, width]: with respect to what dropout left; becomes that with respect to the scores.</param>
    /// <param name="scale">1 / √d.</param>
    /// <param name="width">Scores of a row.</param>
    /// <param name="dropout">As in <see cref="Forward"/>.</param>
    /// <param name="element">As in <see cref="Forward"/>.</param>
    public static void Backward(
        ReadOnlySpan<float> weights, Span<float> dropped, Span<float> gradient, float scale, int width, in DropoutMask dropout, uint element)
    {
        Span<float> own = stackalloc float[Lanes.Padded(width)];
        Span<float> row = stackalloc float[own.Length];
        Span<float> left = stackalloc float[own.Length];
        own.Clear();
        row.Clear();
        var whole = width == row.Length;
        ReadOnlySpan<Vector256<float>> p = own.Vectors();
        var g = row.Vectors();
        var d = left.Vectors();
        for (var at = 0; at < gradient.Length; at += width, element += (uint)width)
        {
            if (whole)
            {
                p = weights.Slice(at, width).Vectors();
                g = gradient.Slice(at, width).Vectors();
                d = dropped.Slice(at, width).Vectors();
            }
            else
            {
                weights.Slice(at, width).CopyTo(own);
                gradient.Slice(at, width).CopyTo(row);
            }
            var sums = Vector256<float>.Zero;
            for (var i = 0; i < g.Length; i++)
            {
                var kept = dropout.IsNone ? Vector256<float>.One : dropout.At(element + (uint)(i * Lanes.Count));
                d[i] = p[i] * kept;
                g[i] *= kept;
                sums = Vector256.MultiplyAddEstimate(g[i], p[i], sums);
            }
            var mean = Vector256.Create(Vector256.Sum(sums));
            for (var i = 0; i < g.Length; i++) g[i] = (g[i] - mean) * p[i] * scale;
            if (whole) continue;
            left[..width].CopyTo(dropped.Slice(at, width));
            row[..width].CopyTo(gradient.Slice(at, width));
        }
    }

    private static float Highest(Vector256<float> values)
    {
        var half = Vector128.Max(values.GetLower(), values.GetUpper());
        return Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
    }
}
