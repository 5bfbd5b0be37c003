using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>GELU(x) = x Φ(x), the erf form, and its gradient. Hendrycks, Gimpel (2016), arXiv 1606.08415.</summary>
/// <remarks>
/// Φ(x) = ½ (1 + erf(x / √2)); erf by Abramowitz, Stegun (1964), 7.1.26, whose error is below 1.5e-7. The exponential in it is
/// that of the normal density, which the gradient Φ(x) + x φ(x) needs: one serves both. Lengths are multiples of 8.
/// </remarks>
internal static class Gelu
{
    /// <summary>y ← GELU(x + bias), and x ← GELU′(x + bias), for which little is left to do then.</summary>
    /// <param name="x">[rows, width]; becomes the slope.</param>
    /// <param name="bias">[width].</param>
    /// <param name="y">[rows, width].</param>
    public static void Forward(Span<float> x, ReadOnlySpan<float> bias, Span<float> y)
    {
        var added = bias.Vectors();
        for (; x.Length > 0; x = x[bias.Length..], y = y[bias.Length..])
        {
            var from = x[..bias.Length].Vectors();
            var to = y[..bias.Length].Vectors();
            for (var at = 0; at < to.Length; at++)
            {
                var value = from[at] + added[at];
                var (distribution, density) = Normal(value);
                to[at] = value * distribution;
                from[at] = Vector256.MultiplyAddEstimate(value, density, distribution);
            }
        }
    }

    /// <summary>gradient ← gradient · slope.</summary>
    /// <param name="slope">[rows, width]: of <see cref="Forward"/>.</param>
    /// <param name="gradient">[rows, width]: with respect to the result; becomes that with respect to x.</param>
    /// <param name="sums">[width]: the rows' gradients are added to it.</param>
    public static void Backward(ReadOnlySpan<float> slope, Span<float> gradient, Span<float> sums)
    {
        var total = sums.Vectors();
        for (; gradient.Length > 0; slope = slope[sums.Length..], gradient = gradient[sums.Length..])
        {
            var by = slope[..sums.Length].Vectors();
            var to = gradient[..sums.Length].Vectors();
            for (var at = 0; at < by.Length; at++)
            {
                to[at] *= by[at];
                total[at] += to[at];
            }
        }
    }

    /// <summary>Φ(x) and φ(x) of the standard normal distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Distribution, Vector256<float> Density) Normal(Vector256<float> x)
    {
        var z = Vector256.Abs(x);
        var exponential = Exponential.Of(x * x * -0.5f);
        // 0.3275911 / √2: the formula is of z / √2.
        var t = Vector256<float>.One / Vector256.MultiplyAddEstimate(z, Vector256.Create(0.231641888f), Vector256<float>.One);
        var series = Vector256.MultiplyAddEstimate(t, Vector256.Create(1.061405429f), Vector256.Create(-1.453152027f));
        series = Vector256.MultiplyAddEstimate(series, t, Vector256.Create(1.421413741f));
        series = Vector256.MultiplyAddEstimate(series, t, Vector256.Create(-0.284496736f));
        series = Vector256.MultiplyAddEstimate(series, t, Vector256.Create(0.254829592f));
        var tail = series * t * exponential * 0.5f;
        var distribution = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
        return (distribution, exponential * 0.39894228f);
    }
}
